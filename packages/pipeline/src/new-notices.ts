import type { Notice } from '@slowfast/spec';

/** Those that nobody was told of yet, by what they say. */
export function newNotices(now: readonly Notice[], told: readonly Notice[]): readonly Notice[] {
  return now.filter(({ message }) => told.every((notice) => notice.message !== message));
}
