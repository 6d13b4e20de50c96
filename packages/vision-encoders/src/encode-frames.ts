import type { Picture } from './normalize-pixels.ts';
import { BEFORE, repeatedFrames } from './repeated-frames.ts';

/** A frame and its tokens, both copies. */
export interface KeptFrame {
  readonly picture: Picture;
  readonly values: Float32Array;
}

/**
 * Encodes frames, each run of equal pictures once.
 *
 * @param valuesPerFrame Length of one frame's tokens.
 * @param framesPerRun Most frames that `run` is given at a time.
 * @param run Gives the tokens of distinct frames.
 * @param before The frame before the first one, if known.
 * @returns the tokens of all frames, and the last frame for the next call.
 */
export async function encodeFrames(
  frames: readonly Picture[],
  valuesPerFrame: number,
  framesPerRun: number,
  run: (distinct: readonly Picture[]) => Promise<Float32Array>,
  before: KeptFrame | undefined,
): Promise<{ readonly values: Float32Array; readonly last: KeptFrame | undefined }> {
  const values = new Float32Array(frames.length * valuesPerFrame);
  const sources = repeatedFrames(frames, before?.picture);
  const distinct = sources.filter((source, position) => source === position);
  for (let start = 0; start < distinct.length; start += framesPerRun) {
    const positions = distinct.slice(start, start + framesPerRun);
    const tokens = await run(positions.map((position) => frames[position]!));
    positions.forEach((position, nth) => {
      values.set(
        tokens.subarray(nth * valuesPerFrame, (nth + 1) * valuesPerFrame),
        position * valuesPerFrame,
      );
    });
  }
  sources.forEach((source, position) => {
    if (source === position) return;
    const tokens =
      source === BEFORE
        ? before!.values
        : values.subarray(source * valuesPerFrame, (source + 1) * valuesPerFrame);
    values.set(tokens, position * valuesPerFrame);
  });
  const last = frames.at(-1);
  if (!last) return { values, last: before };
  const isBefore = sources.at(-1) === BEFORE;
  return { values, last: isBefore ? before : kept(last, values.slice(-valuesPerFrame)) };
}

/** The consumer of a frame owns its bytes and may reuse them, so they are copied. */
function kept({ data, width, height }: Picture, values: Float32Array): KeptFrame {
  return { picture: { data: data.slice(), width, height }, values };
}
