import { expect, test } from 'vitest';
import { type FrameRange, rangesOf, selectExpression } from './select-expression.ts';

/** What ffmpeg makes of the expression, and how deep it nests. */
function chosen(ranges: readonly FrameRange[], numbers: number): number[] {
  const source = selectExpression(ranges).replaceAll('if(', 'choose(');
  const evaluate = new Function('n', 'between', 'lt', 'choose', `return ${source}`);
  const between = (n: number, from: number, to: number) => Number(n >= from && n <= to);
  const lt = (a: number, b: number) => Number(a < b);
  const choose = (which: number, a: number, b: number) => (which ? a : b);
  return Array.from({ length: numbers }, (_, n) => n).filter((n) => evaluate(n, between, lt, choose) === 1);
}

test('is true for the numbers that are asked for, and for no other', () => {
  for (const numbers of [[0], [5], [0, 1, 2, 7, 8, 30], Array.from({ length: 150 }, (_, k) => 2 * k + 1)]) {
    const ranges = rangesOf(numbers);
    expect(chosen(ranges, 320)).toEqual(numbers);
  }
});

test('joins numbers that follow each other', () => {
  expect(rangesOf([3, 4, 5, 9, 11, 12])).toEqual([
    [3, 5],
    [9, 9],
    [11, 12],
  ]);
});

test('closes the smallest gaps first where there would be too many ranges, and stays short', () => {
  const numbers = Array.from(
    { length: 50_000 },
    (_, k) => 2 * k + (k % 1000 === 0 ? 0 : 1) + 500 * Math.floor(k / 1000),
  );
  const ranges = rangesOf(numbers);
  expect(ranges.length).toBeLessThanOrEqual(400);
  expect(ranges.length).toBeGreaterThanOrEqual(50);
  const held = new Set<number>();
  for (const [from, to] of ranges) for (let n = from; n <= to; n++) held.add(n);
  expect(numbers.every((n) => held.has(n))).toBe(true);
  // The gaps of 500 stay.
  expect(held.size).toBeLessThan(102_000);
  expect(selectExpression(ranges).length).toBeLessThan(28_000);
});
