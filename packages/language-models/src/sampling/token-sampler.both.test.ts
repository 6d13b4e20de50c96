import type { SamplingSettings } from '@slowfast/spec';
import { decodeFloat32 } from '@slowfast/test-kit';
import { expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { tokenDistribution } from './token-distribution.ts';
import { penalized, tokenSampler } from './token-sampler.ts';

interface Oracle {
  readonly settings: SamplingSettings & { readonly temperature: number };
  readonly occurred: readonly number[];
  readonly logits: string;
  /** By id; tokens that can't come are absent. */
  readonly probabilities: Readonly<Record<string, number>>;
}

const oracles = await readFixture<Oracle[]>('sampling-oracle.json');
const logitsOf = ({ logits }: Oracle) => decodeFloat32(logits);

test.each(oracles)('the distribution equals that of transformers: $settings', (oracle) => {
  const { settings, occurred, probabilities } = oracle;
  const logits = penalized(logitsOf(oracle), occurred, settings.repetitionPenalty ?? 1);
  const distribution = tokenDistribution(logits, settings);
  const found = Object.fromEntries(
    [...distribution.ids].map((id, i) => [id, distribution.probabilities[i]!]),
  );
  expect(Object.keys(found)).toEqual(Object.keys(probabilities));
  for (const [id, probability] of Object.entries(probabilities))
    expect(found[id]).toBeCloseTo(probability, 6);
});

test.each(oracles)('draws follow the distribution: $settings', (oracle) => {
  const draws = 8_000;
  const sample = tokenSampler({ ...oracle.settings, seed: 42 });
  const counts = new Map<number, number>();
  const logits = logitsOf(oracle);
  for (let i = 0; i < draws; i++) {
    const id = sample(logits, oracle.occurred);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const expected = Object.entries(oracle.probabilities);
  for (const id of counts.keys()) expect(oracle.probabilities).toHaveProperty(String(id));
  for (const [id, probability] of expected) {
    const deviation = Math.sqrt((probability * (1 - probability)) / draws);
    expect(Math.abs((counts.get(Number(id)) ?? 0) / draws - probability)).toBeLessThan(5 * deviation + 1e-9);
  }
});

test('without a temperature the likeliest token is chosen, the lowest id among equals', () => {
  const logits = Float32Array.of(0.5, 2, -1, 2);
  expect(tokenSampler({})(logits, [])).toBe(1);
  expect(tokenSampler({ temperature: 0, topK: 3, seed: 1 })(logits, [])).toBe(1);
  expect(tokenSampler({ repetitionPenalty: 1.5 })(logits, [1])).toBe(3);
  expect(logits).toEqual(Float32Array.of(0.5, 2, -1, 2));
});
