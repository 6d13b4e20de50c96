import { type FrameSampler, InvalidSelectionError } from '@slowfast/spec';
import { checkTimeRange, framesInRange, rangeSuffix, type TimeRange } from './time-range.ts';
import { uniformFrameIndices } from './uniform-frame-indices.ts';

/** Settings of {@link uniformFrames}. */
export interface UniformFramesSettings extends TimeRange {
  /** How many frames; a video or range with fewer gives all it has. */
  readonly frames: number;
}

/**
 * Frames spread evenly over a video or a part of it, as SlowFast-LLaVA samples them ({@link uniformFrameIndices}).
 *
 * @throws InvalidSelectionError when a setting is no positive whole number or no possible range; `select` throws it when
 * the range lies outside the video.
 */
export function uniformFrames(settings: UniformFramesSettings): FrameSampler {
  const { frames } = settings;
  if (!Number.isSafeInteger(frames) || frames < 1) {
    throw new InvalidSelectionError({ found: `${frames} frames`, expected: 'a positive whole number' });
  }
  checkTimeRange(settings);
  return {
    id: `uniform-${frames}${rangeSuffix(settings)}`,
    select(info) {
      const { first, count } = framesInRange(info, settings);
      return { indices: uniformFrameIndices(count, frames).map((index) => first + index) };
    },
  };
}
