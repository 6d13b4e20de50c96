import { expect, test } from 'vitest';
import { choiceOrders } from './choice-orders.ts';
import {
  logSum,
  meanProbabilities,
  probabilitiesOfLogs,
  probabilitiesOfTokens,
} from './label-probabilities.ts';

const plain = (values: readonly number[]) => {
  const weights = values.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

test('one token each: a softmax of their logits, and their part of the whole', () => {
  const logits = Float32Array.of(1, 2, 3, -1, 0.5);
  const { probabilities, labelMass } = probabilitiesOfTokens(logits, [[2], [0]], 1);
  const expected = plain([3, 1]);
  const whole = plain([...logits]);
  for (const [i, value] of expected.entries()) expect(probabilities[i]).toBeCloseTo(value, 12);
  expect(labelMass).toBeCloseTo(whole[0]! + whole[2]!, 12);
});

test('several tokens of an answer count together', () => {
  const logits = Float32Array.of(1, 2, 3, -1, 0.5);
  const whole = plain([...logits]);
  const { probabilities } = probabilitiesOfTokens(logits, [[0, 1], [4]], 1);
  const [first, second] = [whole[0]! + whole[1]!, whole[4]!];
  expect(probabilities[0]).toBeCloseTo(first / (first + second), 12);
});

test.each([0, 1e4, -1e4])('logits around %f are no matter', (offset) => {
  const logits = Float32Array.from([1, 2, 3], (value) => value + offset);
  const { probabilities, labelMass } = probabilitiesOfTokens(logits, [[0], [1], [2]], 1);
  for (const [i, value] of plain([1, 2, 3]).entries()) expect(probabilities[i]).toBeCloseTo(value, 6);
  expect(labelMass).toBeCloseTo(1, 9);
  expect(labelMass).toBeLessThanOrEqual(1);
});

test('what is impossible has no probability; where all is, nothing is preferred', () => {
  const logits = Float32Array.of(-Infinity, 2, -Infinity);
  expect(probabilitiesOfTokens(logits, [[0], [1]], 1)).toEqual({ probabilities: [0, 1], labelMass: 1 });
  const none = probabilitiesOfTokens(logits, [[0], [2]], 1);
  expect(none).toEqual({ probabilities: [0.5, 0.5], labelMass: 0 });
});

test('a temperature divides the logits of the answers', () => {
  const { probabilities, labelMass } = probabilitiesOfLogs([Math.log(0.5), Math.log(0.1)], 2);
  const expected = plain([Math.log(0.5) / 2, Math.log(0.1) / 2]);
  for (const [i, value] of expected.entries()) expect(probabilities[i]).toBeCloseTo(value, 12);
  expect(labelMass).toBeCloseTo(0.6, 12);
});

test('the mean of several', () => {
  const one = { probabilities: [0.2, 0.8], labelMass: 1 };
  const other = { probabilities: [0.6, 0.4], labelMass: 0.5 };
  const { probabilities, labelMass } = meanProbabilities([one, other]);
  expect(probabilities[0]).toBeCloseTo(0.4, 12);
  expect(probabilities[1]).toBeCloseTo(0.6, 12);
  expect(labelMass).toBe(0.75);
  expect(logSum([Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(5), 12);
});

test('orders show every choice, all of them each in every place', () => {
  expect(choiceOrders('given', 3)).toEqual([[0, 1, 2]]);
  expect(choiceOrders('both', 3)).toEqual([
    [0, 1, 2],
    [2, 1, 0],
  ]);
  const all = choiceOrders('all', 4);
  for (const place of [0, 1, 2, 3]) {
    expect(all.map((order) => order[place]).toSorted()).toEqual([0, 1, 2, 3]);
  }
  // Two choices have two orders.
  expect(choiceOrders('all', 2)).toEqual(choiceOrders('both', 2));
});
