import { testProcessors } from '@slowfast/emulated-processor';
import { expect, test } from 'vitest';

const script = new URL('./testing/print-quantized-outputs.ts', import.meta.url);
interface Outputs {
  readonly features: readonly number[];
  readonly logits: readonly (readonly number[])[];
}

test('the embedded model in 8 bits computes the same on an emulated processor', async ({ skip }) => {
  const [present, emulated] = testProcessors as [(typeof testProcessors)[0], (typeof testProcessors)[0]];
  if (emulated.skipReason !== undefined) skip(emulated.skipReason);
  const expected = (await present.run(script)) as Outputs;
  const found = (await emulated.run(script)) as Outputs;
  expect(furthest(found.features, expected.features)).toBeLessThan(1e-5);
  expect(found.logits).toHaveLength(3);
  for (const [i, logits] of found.logits.entries()) {
    expect(furthest(logits, expected.logits[i]!)).toBeLessThan(1e-5);
  }
});

/** The largest difference, by the largest value. */
function furthest(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]!))) / largest;
}
