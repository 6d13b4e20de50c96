import { InvalidImageError, type ResampleFilter } from '@slowfast/spec';
import { createCoefficients } from './coefficients.ts';
import { kernels } from './filters.ts';
import { resampleColumns, resampleRows } from './resample.ts';
import { createImage, type RgbImage, requireImage, requireSize } from './rgb-image.ts';

/** Resizes pictures of one size to another; it keeps the coefficient tables and one intermediate picture. */
export interface Resizer {
  /**
   * A new picture that the caller owns.
   *
   * @throws InvalidImageError when the picture does not have the size that the resizer was made for.
   */
  resize(image: RgbImage): RgbImage;
}

/**
 * Resampling with antialiasing, byte-identical to `Image.resize` of Pillow: separable, rows first, rounded to 8 bits
 * between the passes. About 20 ms for a 720p picture to 336 x 336 with `bicubic`.
 *
 * Source: https://github.com/python-pillow/Pillow/blob/11.0.0/src/libImaging/Resample.c
 *
 * @throws InvalidImageError when a size is not a whole number of at least 1.
 */
export function createResizer(
  fromWidth: number,
  fromHeight: number,
  toWidth: number,
  toHeight: number,
  filter: ResampleFilter,
): Resizer {
  requireSize(fromWidth, fromHeight);
  requireSize(toWidth, toHeight);
  const apply =
    fromWidth === toWidth && fromHeight === toHeight
      ? (image: RgbImage) => ({ data: image.data.slice(), width: toWidth, height: toHeight })
      : filter === 'nearest'
        ? nearest(fromWidth, fromHeight, toWidth, toHeight)
        : separable(fromWidth, fromHeight, toWidth, toHeight, filter);
  return {
    resize(image) {
      requireImage(image);
      if (image.width === fromWidth && image.height === fromHeight) return apply(image);
      throw new InvalidImageError({
        found: `${image.width}x${image.height} pixels`,
        expected: `${fromWidth}x${fromHeight} pixels, for which the resizer was made`,
      });
    },
  };
}

/** Resizes one picture; see {@link createResizer}, which is faster for many pictures of one size. */
export function resizeImage(
  image: RgbImage,
  width: number,
  height: number,
  filter: ResampleFilter,
): RgbImage {
  return createResizer(image.width, image.height, width, height, filter).resize(image);
}

function separable(
  fromWidth: number,
  fromHeight: number,
  toWidth: number,
  toHeight: number,
  filter: Exclude<ResampleFilter, 'nearest'>,
): (image: RgbImage) => RgbImage {
  const kernel = kernels[filter];
  const columns = fromWidth === toWidth ? undefined : createCoefficients(fromWidth, toWidth, kernel);
  const rows = fromHeight === toHeight ? undefined : createCoefficients(fromHeight, toHeight, kernel);
  const between = columns && rows ? new Uint8ClampedArray(toWidth * fromHeight * 3) : undefined;
  return (image) => {
    const result = createImage(toWidth, toHeight);
    const target = new Uint8ClampedArray(result.data.buffer);
    if (columns) resampleRows(image.data, fromWidth, fromHeight, columns, between ?? target);
    if (rows) resampleColumns(between ?? image.data, toWidth * 3, rows, target);
    return result;
  };
}

function nearest(
  fromWidth: number,
  fromHeight: number,
  toWidth: number,
  toHeight: number,
): (image: RgbImage) => RgbImage {
  const columns = nearestPositions(fromWidth, toWidth);
  const rows = nearestPositions(fromHeight, toHeight);
  return (image) => {
    const result = createImage(toWidth, toHeight);
    let target = 0;
    for (const row of rows) {
      for (const column of columns) {
        const source = (row * fromWidth + column) * 3;
        result.data[target++] = image.data[source]!;
        result.data[target++] = image.data[source + 1]!;
        result.data[target++] = image.data[source + 2]!;
      }
    }
    return result;
  };
}

/** Pillow steps by repeated addition, so its rounding errors are part of the result. */
function nearestPositions(fromSize: number, toSize: number): Int32Array {
  const scale = fromSize / toSize;
  const positions = new Int32Array(toSize);
  for (let to = 0, at = scale * 0.5; to < toSize; to++, at += scale) {
    positions[to] = Math.min(fromSize - 1, Math.trunc(at));
  }
  return positions;
}
