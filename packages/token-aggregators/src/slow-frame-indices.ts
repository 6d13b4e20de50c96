import { InvalidSettingError } from '@slowfast/spec';

/**
 * The frames of the Slow pathway: `floor(k * frames / wanted)` for k from 0 to `wanted - 1`, in whole numbers. When
 * `wanted` is larger than `frames`, some are repeated.
 *
 * @throws InvalidSettingError when `frames` is not positive or `wanted` is negative, or one is no whole number.
 */
export function slowFrameIndices(frames: number, wanted: number): number[] {
  check('frames', frames, 1);
  check('wanted', wanted, 0);
  return Array.from({ length: wanted }, (_, k) => (k * frames - ((k * frames) % wanted)) / wanted);
}

function check(setting: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InvalidSettingError({
    setting,
    found: String(value),
    expected: `a whole number from ${least} on`,
  });
}
