import { type FindOptions, frameAtTime, InvalidSelectionError, type VideoInfo } from '@slowfast/spec';

/** Which frames of a video are looked at first, and how far apart others may be between them. */
export interface FindSteps {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
  readonly resolutionSeconds: number;
  /** Indices of frames, ascending, each once; one at least. */
  readonly indices: readonly number[];
  /** Index of the first frame behind the range. */
  readonly endIndex: number;
}

/** Where people say nothing else, steps are this part of the range, but no more than so many seconds. */
const shareOfStep = 1 / 32;
const longestStepSeconds = 1;
/** The part of a step to which begin and end are narrowed down. */
const shareOfResolution = 1 / 8;

/**
 * @param usual the range that is meant where the options have none.
 * @throws InvalidSelectionError when no frame of the video starts in the range.
 */
export function findSteps(
  info: VideoInfo,
  options: FindOptions,
  usual: Pick<FindOptions, 'startSeconds' | 'endSeconds'> = {},
): FindSteps {
  const times = info.frameTimestampsSeconds;
  const begin = times[0] ?? 0;
  const startSeconds = Math.max(options.startSeconds ?? usual.startSeconds ?? begin, begin);
  const videoEnd = begin + info.durationSeconds;
  const endSeconds = Math.min(options.endSeconds ?? usual.endSeconds ?? videoEnd, videoEnd);
  const first = firstFrameFrom(times, startSeconds);
  const endIndex = firstFrameFrom(times, endSeconds);
  if (first >= endIndex) {
    throw new InvalidSelectionError({
      found: `no frame from ${options.startSeconds ?? startSeconds} s to ${options.endSeconds ?? endSeconds} s`,
      expected: `a range that holds frames of the video, which is ${begin} s to ${videoEnd} s`,
    });
  }
  const stepSeconds =
    options.stepSeconds ?? Math.min(longestStepSeconds, (endSeconds - times[first]!) * shareOfStep);
  const resolutionSeconds = options.resolutionSeconds ?? stepSeconds * shareOfResolution;
  const indices: number[] = [];
  let seconds = times[first]!;
  for (let index = first; index < endIndex && isBefore(seconds, endSeconds); ) {
    indices.push(index);
    // A frame that is shown for longer than a step takes no other's place.
    seconds = Math.max(seconds, times[index]!) + stepSeconds;
    index = Math.max(index + 1, frameAtTime(times, seconds));
  }
  return { startSeconds, endSeconds, stepSeconds, resolutionSeconds, indices, endIndex };
}

/** Index of the first frame that starts at or after a time; the number of frames where none does. */
function firstFrameFrom(times: Float64Array, seconds: number): number {
  const shown = frameAtTime(times, seconds);
  return shown >= 0 && !isBefore(times[shown]!, seconds) ? shown : shown + 1;
}

/** Times are quotients: a millionth of a second is forgiven, as everywhere. */
function isBefore(seconds: number, other: number): boolean {
  return seconds < other - 1e-6;
}
