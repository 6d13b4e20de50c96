import { InvalidSelectionError, type VideoInfo } from '@slowfast/spec';
import { countBefore } from './sorted-search.ts';

/** A part of a video: frames that start in `[startSeconds, endSeconds)`, in seconds from the start of the video. */
export interface TimeRange {
  /** From the first frame on if absent. */
  readonly startSeconds?: number | undefined;
  /** To the end of the video if absent. */
  readonly endSeconds?: number | undefined;
}

/** Consecutive frames: from `first` on, `count` of them. */
export interface FrameRun {
  readonly first: number;
  readonly count: number;
}

/** @throws InvalidSelectionError when the range can't hold a frame of any video. */
export function checkTimeRange({ startSeconds, endSeconds }: TimeRange): void {
  const found = `the time range ${describe({ startSeconds, endSeconds })}`;
  for (const seconds of [startSeconds, endSeconds]) {
    if (seconds === undefined || (Number.isFinite(seconds) && seconds >= 0)) continue;
    throw new InvalidSelectionError({ found, expected: 'seconds from 0 on' });
  }
  if (startSeconds !== undefined && endSeconds !== undefined && startSeconds >= endSeconds) {
    throw new InvalidSelectionError({ found, expected: 'a start before the end' });
  }
}

/**
 * The frames of a video that start inside a time range.
 *
 * @throws InvalidSelectionError when there is none.
 */
export function framesInRange(
  info: VideoInfo,
  { startSeconds = -Infinity, endSeconds = Infinity }: TimeRange,
): FrameRun {
  const timestamps = info.frameTimestampsSeconds;
  const first = countBefore(timestamps, startSeconds);
  const count = countBefore(timestamps, endSeconds) - first;
  if (count > 0) return { first, count };
  throw new InvalidSelectionError({
    found: `no frame in the time range ${describe({ startSeconds, endSeconds })}`,
    expected: `a range that holds frames of the video, which is ${timestamps[0] ?? 0} s to ${videoEndSeconds(info)} s`,
  });
}

/** Where the last frame of a video ends, in seconds from the start of the video. */
export function videoEndSeconds(info: VideoInfo): number {
  return (info.frameTimestampsSeconds[0] ?? 0) + info.durationSeconds;
}

/** The range for a sampler's id: empty for the whole video. */
export function rangeSuffix({ startSeconds, endSeconds }: TimeRange): string {
  const start = startSeconds === undefined ? '' : `-from-${startSeconds}s`;
  const end = endSeconds === undefined ? '' : `-to-${endSeconds}s`;
  return start + end;
}

function describe({
  startSeconds = -Infinity,
  endSeconds = Infinity,
}: {
  startSeconds?: number | undefined;
  endSeconds?: number | undefined;
}): string {
  const start = startSeconds === -Infinity ? 'from the start' : `from ${startSeconds} s`;
  const end = endSeconds === Infinity ? 'to the end' : `to ${endSeconds} s`;
  return `${start} ${end}`;
}
