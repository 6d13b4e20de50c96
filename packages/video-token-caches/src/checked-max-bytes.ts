import { InvalidSettingError } from '@slowfast/spec';

/** The bound of a cache: one GiB unless something else is wanted. @throws InvalidSettingError when it is no bound. */
export function checkedMaxBytes(maxBytes: number = 1024 ** 3): number {
  if (!Number.isNaN(maxBytes) && maxBytes >= 0) return maxBytes;
  throw new InvalidSettingError({ setting: 'maxBytes', found: String(maxBytes), expected: 'at least 0' });
}
