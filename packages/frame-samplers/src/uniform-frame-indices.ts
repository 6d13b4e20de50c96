import { InvalidSelectionError } from '@slowfast/spec';

/**
 * The frames that SlowFast-LLaVA samples from a video: the middles of `wanted` equal segments, rounded half to even as
 * NumPy does. The last frame is never picked, and a video with no more frames than wanted repeats some; where it has more, the
 * indices are different ones.
 *
 * The formula is `get_seq_frames` of the original:
 * {@link https://github.com/apple/ml-slowfast-llava/blob/bea0f73/dataset.py}.
 *
 * @param total Number of frames of the video.
 * @param wanted Number of frames to pick; a shorter video gives all it has, `min(total, wanted)`.
 * @returns Ascending indices in presentation order.
 * @throws InvalidSelectionError when a number is not a positive integer.
 */
export function uniformFrameIndices(total: number, wanted: number): number[] {
  for (const count of [total, wanted]) {
    if (Number.isSafeInteger(count) && count > 0) continue;
    throw new InvalidSelectionError({
      found: `${wanted} of ${total} frames`,
      expected: 'positive whole numbers',
    });
  }
  const picked = Math.min(total, wanted);
  const segment = (total - 1) / picked;
  return Array.from({ length: picked }, (_, i) =>
    Math.floor((roundHalfToEven(segment * i) + roundHalfToEven(segment * (i + 1))) / 2),
  );
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
