import { expect, test } from 'vitest';
import { leastOfSum, nthLargest } from './largest-values.ts';
import { randomNumbers } from './random.ts';

/** Values of which many are equal. */
function someValues(seed: number, length: number): Float64Array {
  const random = randomNumbers(seed);
  return Float64Array.from({ length }, () => Math.floor(random() * length) / length);
}

test.each([1, 2, 3, 100, 5000])('the n-th largest of %i values is that of sorting them', (length) => {
  const values = someValues(length, length);
  const sorted = values.slice().sort();
  for (const share of [0, 0.01, 0.3, 0.5, 0.99, 1]) {
    const count = Math.max(1, Math.round(share * length));
    expect(nthLargest(values, count)).toBe(sorted[length - count]);
  }
  const floats = Float32Array.from(values, (value) => value - 0.5);
  expect(nthLargest(floats, 1)).toBe(Math.max(...floats));
  const alike = new Float32Array(length).fill(3);
  expect(nthLargest(alike, length)).toBe(3);
  expect(nthLargest(sorted, 1)).toBe(sorted[length - 1]);
});

test('infinities are values like others', () => {
  const values = Float32Array.of(-Infinity, 2, -Infinity, Infinity, 1);
  expect([1, 2, 3, 4, 5].map((count) => nthLargest(values, count))).toEqual([
    Infinity,
    2,
    1,
    -Infinity,
    -Infinity,
  ]);
});

test.each([1, 2, 3, 70, 5000])(
  'the least of the largest of %i values that reach a sum, as sorting tells',
  (length) => {
    // Whole numbers, so that sums are exact in any order.
    const values = someValues(length + 7, length).map((value) => Math.round(value * length));
    const sorted = values.slice().sort();
    const total = values.reduce((sum, value) => sum + value, 0);
    for (const share of [1e-9, 0.01, 0.1, 0.5, 0.9, 0.999, 1]) {
      let position = length - 1;
      for (let sum = sorted[position]!; sum < share * total && position > 0; ) sum += sorted[--position]!;
      expect(leastOfSum(values, share * total)).toBe(sorted[position]);
    }
    expect(leastOfSum(values, 2 * total + 1)).toBe(sorted[0]);
  },
);
