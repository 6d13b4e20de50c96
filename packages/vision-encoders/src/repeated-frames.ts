import type { Picture } from './normalize-pixels.ts';

/** The position that stands for the frame before the first one. */
export const BEFORE = -1;

/**
 * Finds still pictures: for each frame the position of the first of a run of equal ones, which is its own where the
 * picture changed. {@link BEFORE} stands for the given frame before them. Cost: one look at the bytes, less where they
 * differ early.
 */
export function repeatedFrames(frames: readonly Picture[], before: Picture | undefined): readonly number[] {
  const sources: number[] = [];
  frames.forEach((frame, position) => {
    const previous = position === 0 ? before : frames[position - 1];
    const repeats = previous !== undefined && samePicture(frame, previous);
    sources.push(repeats ? (sources[position - 1] ?? BEFORE) : position);
  });
  return sources;
}

function samePicture(left: Picture, right: Picture): boolean {
  if (left.width !== right.width || left.height !== right.height) return false;
  if (left.data.length !== right.data.length) return false;
  for (let i = 0; i < left.data.length; i++) {
    if (left.data[i] !== right.data[i]) return false;
  }
  return true;
}
