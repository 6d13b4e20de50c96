import { expect, test } from 'vitest';
import { tokenLogprobs } from './token-logprobs.ts';

/** Softmax as it is written down. */
function plainLogprobs(logits: readonly number[]): readonly number[] {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => Math.log(Math.exp(logit) / total));
}

test('they are the logarithms of a plain softmax', () => {
  const logits = [2, -1, 0.5, 2, 3, -4];
  const plain = plainLogprobs(logits);
  for (const [id, expected] of plain.entries()) {
    expect(tokenLogprobs(Float32Array.from(logits), id, 0)).toEqual({
      chosen: { id, logprob: expect.closeTo(expected, 12) },
      top: [],
    });
  }
  const { top } = tokenLogprobs(Float32Array.from(logits), 1, 3);
  expect(top.map(({ id }) => id)).toEqual([4, 0, 3]);
  for (const { id, logprob } of top) expect(logprob).toBeCloseTo(plain[id]!, 12);
});

test('large logits do not overflow, impossible tokens are none of the likeliest', () => {
  const logits = Float32Array.from([1000, -Infinity, 998, -Infinity]);
  const { chosen, top } = tokenLogprobs(logits, 0, 10);
  const total = Math.log(1 + Math.exp(-2));
  expect(chosen.logprob).toBeCloseTo(-total, 12);
  expect(top).toEqual([
    { id: 0, logprob: expect.closeTo(-total, 12) },
    { id: 2, logprob: expect.closeTo(-2 - total, 12) },
  ]);
});
