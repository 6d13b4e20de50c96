import { InvalidSettingError } from '@slowfast/spec';

/** @throws InvalidSettingError unless it is a whole number of at least 1. */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1) return;
  throw new InvalidSettingError({
    setting: 'threads',
    found: String(threads),
    expected: 'a whole number of at least 1',
  });
}
