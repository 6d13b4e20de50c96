import { type FrameSampler, InvalidSelectionError } from '@slowfast/spec';
import { nearestFrame } from './sorted-search.ts';
import {
  checkTimeRange,
  type FrameRun,
  framesInRange,
  rangeSuffix,
  type TimeRange,
  videoEndSeconds,
} from './time-range.ts';
import { uniformFrameIndices } from './uniform-frame-indices.ts';

/** Settings of {@link framesAtRate}. */
export interface FramesAtRateSettings extends TimeRange {
  /** Frames to take per second of video; a rate above the video's own takes every frame once. */
  readonly framesPerSecond: number;
  /** At most this many: where the rate would give more, as many are spread evenly over the range instead. */
  readonly maxFrames: number;
}

/**
 * Frames at a steady rate: those nearest to t, t + 1/rate, t + 2/rate, …, where t is the start of the range's first frame.
 * Each frame is taken once at most.
 *
 * @throws InvalidSelectionError when a setting is not positive or no possible range; `select` throws it when the range
 * lies outside the video.
 */
export function framesAtRate(settings: FramesAtRateSettings): FrameSampler {
  const { framesPerSecond, maxFrames } = settings;
  if (!Number.isFinite(framesPerSecond) || framesPerSecond <= 0) {
    throw new InvalidSelectionError({
      found: `${framesPerSecond} frames per second`,
      expected: 'a positive number',
    });
  }
  if (!Number.isSafeInteger(maxFrames) || maxFrames < 1) {
    throw new InvalidSelectionError({
      found: `at most ${maxFrames} frames`,
      expected: 'a positive whole number',
    });
  }
  checkTimeRange(settings);
  return {
    id: `rate-${framesPerSecond}-max-${maxFrames}${rangeSuffix(settings)}`,
    select(info) {
      const run = framesInRange(info, settings);
      const indices = steadyIndices(
        info.frameTimestampsSeconds,
        run,
        settings,
        Math.min(settings.endSeconds ?? Infinity, videoEndSeconds(info)),
      );
      if (indices !== undefined) return { indices };
      // There are more frames than the limit here, so these are different ones too.
      return { indices: uniformFrameIndices(run.count, maxFrames).map((index) => run.first + index) };
    },
  };
}

/** Undefined as soon as there are more than `maxFrames`. */
function steadyIndices(
  timestamps: Float64Array,
  { first, count }: FrameRun,
  { framesPerSecond, maxFrames }: FramesAtRateSettings,
  endSeconds: number,
): number[] | undefined {
  const frames = timestamps.subarray(first, first + count);
  const start = frames[0]!;
  const picked = [0];
  for (let step = 0; ; ) {
    const last = picked.at(-1)!;
    if (last + 1 === count) break;
    // Steps that would pick the last frame again are passed over at once, so that any rate costs O(frames).
    const middle = (frames[last]! + frames[last + 1]!) / 2;
    step = Math.max(step + 1, Math.ceil((middle - start) * framesPerSecond));
    const seconds = start + step / framesPerSecond;
    if (seconds >= endSeconds) break;
    if (picked.length === maxFrames) return undefined;
    picked.push(Math.max(last + 1, nearestFrame(frames, seconds)));
  }
  return picked.map((index) => first + index);
}
