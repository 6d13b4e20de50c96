import type { OnProgress } from '@slowfast/spec';
import { StageClock } from '../stage-clock.ts';

/** A clock whose progress is that of the whole search: what a single decision reads is not told. */
export function findClock(onProgress: OnProgress | undefined): StageClock {
  return new StageClock(onProgress && ((event) => event.stage !== 'prefill' && onProgress(event)));
}
