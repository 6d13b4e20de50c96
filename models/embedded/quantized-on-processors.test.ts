import { type TestProcessor, testProcessors } from '@slowfast/emulated-processor';
import { expect, test } from 'vitest';

const products = new URL('./testing/print-product-distances.ts', import.meta.url);
const outputs = new URL('./testing/print-quantized-outputs.ts', import.meta.url);
interface Outputs {
  readonly features: readonly number[];
  readonly logits: readonly (readonly number[])[];
}
/** Of the range of a row, which is kept in 8 bits. */
const step = 1 / 255;

test.for(testProcessors)(
  'every weight of the embedded model in 8 bits gives its plain products, on $name',
  async ({ skipReason, run }, { skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    const distances = Object.values((await run(products)) as Record<string, number>);
    expect(distances).toHaveLength(91);
    expect(Math.max(...distances)).toBeLessThan(1e-5);
  },
);

test('the embedded model in 8 bits computes the same on an emulated processor, within a step of 8 bits', async ({
  skip,
}) => {
  const [present, emulated] = testProcessors as [TestProcessor, TestProcessor];
  if (emulated.skipReason !== undefined) skip(emulated.skipReason);
  const expected = (await present.run(outputs)) as Outputs;
  const found = (await emulated.run(outputs)) as Outputs;
  // Processors add floats in different orders, which tips a value that is about to be rounded to 8 bits into the next step.
  expect(furthest(found.features, expected.features)).toBeLessThan(step);
  expect(found.logits).toHaveLength(3);
  for (const [i, logits] of found.logits.entries()) {
    expect(furthest(logits, expected.logits[i]!)).toBeLessThan(step);
  }
});

/** The largest difference, by the largest value. */
function furthest(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]!))) / largest;
}
