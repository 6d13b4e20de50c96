import { expect, test } from 'vitest';
import { timeInSeconds, timeList } from './time.ts';

test.each([
  ['0', 0],
  ['90', 90],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['1:30', 90],
  ['1:30.5', 90.5],
  ['90:00', 5400],
  ['00:01:30', 90],
  ['1:00:00.25', 3600.25],
])('%s is %d seconds', (text, seconds) => {
  expect(timeInSeconds(text)).toBe(seconds);
});

test.each(['', '-1', '1:60', '1:60:00', '1:2:3:4', '1:', ':30', '1m30s', '1e3', 'Infinity', '1,5 s'])(
  'refuses "%s"',
  (text) => {
    expect(() => timeInSeconds(text)).toThrow(/expected a time such as 90, 1:30, 1:30\.5 or 00:01:30/);
  },
);

test('times between commas', () => {
  expect(timeList('0.5, 1:00,00:01:30')).toEqual([0.5, 60, 90]);
});
