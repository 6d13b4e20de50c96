import { expect, test } from 'vitest';
import { timeInSeconds } from '../../flags/time.ts';
import { formatRanges, formatTime } from './format-ranges.ts';

const plan = { resolutionSeconds: 0.125 } as Parameters<typeof formatRanges>[0]['plan'];

test('ranges are told a line each, and that there is none', () => {
  const ranges = [
    { startSeconds: 3.2, endSeconds: 5, probability: 0.97 },
    { startSeconds: 3599.96, endSeconds: 3700.04, probability: 0.5 },
  ];
  expect(formatRanges({ ranges, plan })).toBe('0:03.2 – 0:05.0  0.97\n1:00:00.0 – 1:01:40.0  0.50\n');
  expect(formatRanges({ ranges: [], plan })).toBe('nowhere\n');
  const fine = { ...plan, resolutionSeconds: 0.01 };
  expect(formatRanges({ ranges: ranges.slice(0, 1), plan: fine })).toBe('0:03.20 – 0:05.00  0.97\n');
});

test('times are written as flags read them', () => {
  for (const seconds of [0, 0.04, 9.99, 59.94, 59.95, 61.5, 3599.9, 3661.23, 36_000]) {
    expect(timeInSeconds(formatTime(seconds, 1))).toBeCloseTo(seconds, 1);
    expect(timeInSeconds(formatTime(seconds, 2))).toBeCloseTo(seconds, 2);
  }
});
