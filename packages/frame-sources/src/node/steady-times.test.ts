import { expect, test } from 'vitest';
import { steadyTimes } from './steady-times.ts';

test.each([
  ['a clock that begins anew', [0.5, 0.6, 0.7, 0.5, 0.6], [0.5, 0.6, 0.7, 0.8, 0.9]],
  ['a clock that leaps ahead', [1, 2, 3, 5000, 5001], [1, 2, 3, 4, 5]],
  ['three parts', [0, 1, 0, 1, 0, 1], [0, 1, 2, 3, 4, 5]],
  ['another rate', [0, 1, 2, 0, 0.5, 1], [0, 1, 2, 3, 3.5, 4]],
  ['a single wrong time', [0, 1, 900, 3, 4], [0, 1, 1, 3, 4]],
  ['a single time that goes back', [0, 1, 0.5, 3, 4], [0, 1, 1, 3, 4]],
  ['a pause', [0, 1, 9, 10], [0, 1, 9, 10]],
  ['equal times', [0, 1, 1, 2], [0, 1, 1, 2]],
  ['nothing', [], []],
])('%s', (_, times, steady) => {
  expect(steadyTimes(times).map((seconds) => Math.round(seconds * 1e6) / 1e6)).toEqual(steady);
});

test('pictures without a time stay without', () => {
  expect(steadyTimes([0, Number.NaN, 2, Number.NaN, 0, 1])).toEqual([0, Number.NaN, 2, Number.NaN, 4, 5]);
});
