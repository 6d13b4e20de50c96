import { expect, test } from 'vitest';
import { probabilitiesOfTokens } from '../decisions/label-probabilities.ts';
import { tempered } from './tempered.ts';

test('is what a softmax of the divided logits gives, and is undone by the inverse', () => {
  for (const logit of [-30, -3, -0.1, 0, 2, 20]) {
    for (const temperature of [0.5, 1, 2.5]) {
      const of = (divisor: number) =>
        probabilitiesOfTokens(Float32Array.of(logit, 0), [[0], [1]], divisor).probabilities[0]!;
      expect(tempered(of(1), temperature)).toBeCloseTo(of(temperature), 6);
      expect(tempered(tempered(of(1), temperature), 1 / temperature)).toBeCloseTo(of(1), 6);
    }
  }
  expect([tempered(0, 2), tempered(1, 2), tempered(0.5, 3)]).toEqual([0, 1, 0.5]);
});
