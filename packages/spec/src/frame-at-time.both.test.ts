import { expect, test } from 'vitest';
import { frameAtTime } from './frame-at-time.ts';

const times = Float64Array.of(0.5, 1, 1.25, 2);
const at = (...seconds: number[]) => seconds.map((each) => frameAtTime(times, each));

test('the last frame that starts at or before a time, none before the first', () => {
  expect(at(0, 0.49, 0.5, 0.99, 1, 1.3, 2, 99)).toEqual([-1, -1, 0, 0, 1, 2, 3, 3]);
});

test('a millionth of a second is forgiven, at the first frame too, and no more', () => {
  expect(at(0.5 - 9e-7, 1 - 9e-7, 2 - 1e-9)).toEqual([0, 1, 3]);
  expect(at(0.5 - 2e-6, 1 - 2e-6, 2 - 2e-6)).toEqual([-1, 0, 2]);
  const thirtieths = Float64Array.from({ length: 300 }, (_, index) => index / 30);
  for (const index of thirtieths.keys()) expect(frameAtTime(thirtieths, index * (1 / 30))).toBe(index);
});

test('frames that start together: the last of them', () => {
  expect(frameAtTime(Float64Array.of(0, 1, 1, 2), 1)).toBe(2);
  expect(frameAtTime(new Float64Array(0), 1)).toBe(-1);
});
