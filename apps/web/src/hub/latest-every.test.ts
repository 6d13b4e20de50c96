import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { latestEvery } from './latest-every.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is shown at once, then the latest of those that came, the last one always', () => {
  const seen: number[] = [];
  const { show } = latestEvery<number>(100, (value) => seen.push(value));
  show(1);
  show(2);
  show(3);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 3]);
  vi.advanceTimersByTime(50);
  show(4);
  expect(seen).toEqual([1, 3]);
  vi.advanceTimersByTime(50);
  expect(seen).toEqual([1, 3, 4]);
  vi.advanceTimersByTime(500);
  show(5);
  expect(seen).toEqual([1, 3, 4, 5]);
});

test('after the end nothing is shown', () => {
  const seen: number[] = [];
  const { show, end } = latestEvery<number>(100, (value) => seen.push(value));
  show(1);
  show(2);
  end();
  vi.advanceTimersByTime(500);
  expect(seen).toEqual([1]);
});
