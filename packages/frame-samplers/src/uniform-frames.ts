import { type FrameSampler, InvalidSelectionError } from '@slowfast/spec';
import { checkTimeRange, framesInRange, rangeSuffix, type TimeRange } from './time-range.ts';
import { uniformFrameIndices } from './uniform-frame-indices.ts';

/** Settings of {@link uniformFrames} and {@link originalUniformFrames}. */
export interface UniformFramesSettings extends TimeRange {
  /** How many frames; a video or range with fewer gives all it has. */
  readonly frames: number;
}

/**
 * Frames spread evenly over a video or a part of it, each once: all of them where there are no more than wanted, else those of
 * {@link uniformFrameIndices}, which are different frames then.
 *
 * @throws InvalidSelectionError when a setting is no positive whole number or no possible range; `select` throws it when
 * the range lies outside the video.
 */
export function uniformFrames(settings: UniformFramesSettings): FrameSampler {
  return spreadFrames('uniform-distinct', settings, (total, wanted) =>
    total <= wanted ? Array.from({ length: total }, (_, index) => index) : uniformFrameIndices(total, wanted),
  );
}

/**
 * The frames that the original program takes, for reproducing what it computes: where a video or range has no more frames than
 * wanted, some come twice and the last never ({@link uniformFrameIndices}). Elsewhere those of {@link uniformFrames}.
 *
 * @throws InvalidSelectionError as {@link uniformFrames} does.
 */
export function originalUniformFrames(settings: UniformFramesSettings): FrameSampler {
  return spreadFrames('uniform', settings, uniformFrameIndices);
}

function spreadFrames(
  name: string,
  settings: UniformFramesSettings,
  indicesOf: (total: number, wanted: number) => number[],
): FrameSampler {
  const { frames } = settings;
  if (!Number.isSafeInteger(frames) || frames < 1) {
    throw new InvalidSelectionError({ found: `${frames} frames`, expected: 'a positive whole number' });
  }
  checkTimeRange(settings);
  return {
    id: `${name}-${frames}${rangeSuffix(settings)}`,
    select(info) {
      const { first, count } = framesInRange(info, settings);
      return { indices: indicesOf(count, frames).map((index) => first + index) };
    },
  };
}
