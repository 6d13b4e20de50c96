import { InvalidImageError } from '@slowfast/spec';
import type { VisionModelDescription } from './describe-vision-model.ts';
import type { Picture } from './normalize-pixels.ts';
import type { PictureSize } from './processor-size.ts';

/** Rows and columns of tokens. */
export interface FrameGrid {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The grid of tokens that a model makes of a picture of this size.
 *
 * @throws InvalidImageError when the model does not take pictures of this size.
 */
export function frameGrid(model: VisionModelDescription, { width, height }: PictureSize): FrameGrid {
  const { rows, columns, tokenPixels, recipe, signature } = model;
  const own = recipe.transform;
  if (width === own.width && height === own.height) return { rows, columns };
  const { layout } = signature.pixels;
  const found = `${width}x${height}`;
  if (layout.kind !== 'patches' || tokenPixels === undefined) {
    throw new InvalidImageError({ found, expected: `${own.width}x${own.height}` });
  }
  const grid = { rows: height / tokenPixels, columns: width / tokenPixels };
  const isWhole = Number.isInteger(grid.rows) && Number.isInteger(grid.columns);
  if (!isWhole || grid.rows < 1 || grid.columns < 1) {
    throw new InvalidImageError({ found, expected: `multiples of ${tokenPixels} pixels` });
  }
  const patches = (width * height) / model.patchPixels! ** 2;
  const most = layout.patches ?? Infinity;
  if (patches > most) {
    throw new InvalidImageError({
      found: `${found}, ${patches} patches`,
      expected: `at most ${most} patches`,
    });
  }
  return grid;
}

/**
 * The grid of frames that are encoded together; that of the recipe's own rectangle when there are none.
 *
 * @throws InvalidImageError when they differ in size, or have one that the model does not take.
 */
export function gridOfFrames(model: VisionModelDescription, frames: readonly Picture[]): FrameGrid {
  const first = frames[0] ?? model.recipe.transform;
  const other = frames.find(({ width, height }) => width !== first.width || height !== first.height);
  if (!other) return frameGrid(model, first);
  frameGrid(model, other);
  throw new InvalidImageError({
    found: `frames of ${first.width}x${first.height} and ${other.width}x${other.height}`,
    expected: 'frames of one size',
  });
}
