import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('time left follows from the steps between the first report and the last', () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.remark).toBe('');
  now = 12_000;
  expect(pace.remark).toBe(', 12 s so far');
  // The first step holds what is done once, such as loading the model.
  pace.reach(4, 24);
  expect(pace.remark).toBe(', 12 s so far');
  now = 20_000;
  pace.reach(8, 24);
  expect(pace.secondsLeft).toBe(32);
  now = 25_000;
  expect(pace.remark).toBe(', about 27 s left');
  now = 100_000;
  expect(pace.secondsLeft).toBe(0);
});

test('minutes and hours', () => {
  let now = 0;
  const pace = new Pace(() => now);
  pace.reach(0, 1000);
  now = 80_000;
  pace.reach(500, 1000);
  expect(pace.remark).toBe(', about 1:20 left');
  now = 160_000;
  pace.reach(501, 50_000);
  expect(pace.remark).toMatch(/^, about 4:23:\d\d left$/);
});
