import type { FileScan } from '../frame-decoder.ts';
import { steadyTimes } from './steady-times.ts';

/** What a pass over a file has collected. */
export interface ScanParts {
  readonly container: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly rotationDegrees: FileScan['rotationDegrees'];
  readonly track: FileScan['track'];
  readonly hasAudio: boolean;
  /** Where the container's clock begins, with whichever stream begins first; NaN where it is not known. */
  readonly startSeconds: number;
  /** Start of each picture on that clock, in the order they came; NaN where the file gives none. */
  readonly timestampsSeconds: readonly number[];
  /** NaN or 0 where unknown. */
  readonly lastDurationSeconds: number;
}

/** Makes a scan of what a pass collected: times ascend, and pictures without a time follow their predecessor. */
export function createFileScan(parts: ScanParts): FileScan {
  const { timestampsSeconds, lastDurationSeconds, startSeconds, ...rest } = parts;
  const frameCount = timestampsSeconds.length;
  const steady = steadyTimes(timestampsSeconds);
  const known = steady.filter((seconds) => !Number.isNaN(seconds));
  const step = known.length > 1 ? Math.max(0, (known.at(-1)! - known[0]!) / (known.length - 1)) : 0;
  // Movies count from 0, and may show their first picture later; elsewhere a clock may begin anywhere.
  const startsAtZero = parts.container === 'mp4' || parts.container === 'mov';
  const clockStartSeconds = startsAtZero || Number.isNaN(startSeconds) ? 0 : startSeconds;
  const frameTimestampsSeconds = new Float64Array(frameCount);
  for (const [index, ofClock] of steady.entries()) {
    const seconds = lessStart(ofClock, clockStartSeconds);
    const previous = index === 0 ? undefined : frameTimestampsSeconds[index - 1]!;
    const guess = previous === undefined ? 0 : previous + step;
    frameTimestampsSeconds[index] = Number.isNaN(seconds) ? guess : Math.max(seconds, previous ?? seconds);
  }
  const lastDuration = lastDurationSeconds > 0 ? lastDurationSeconds : step > 0 ? step : 1 / 25;
  const durationSeconds = frameTimestampsSeconds.at(-1)! + lastDuration - frameTimestampsSeconds[0]!;
  return {
    ...rest,
    frameCount,
    durationSeconds,
    frameRate: frameCount / durationSeconds,
    frameTimestampsSeconds,
    ...(clockStartSeconds === 0 ? {} : { clockStartSeconds }),
  };
}

/** A time less the clock's start, to the nanosecond: 101.4 - 100 is 1.4. */
function lessStart(seconds: number, startSeconds: number): number {
  return startSeconds === 0 ? seconds : Math.round((seconds - startSeconds) * 1e9) / 1e9;
}
