import { type Frame, InvalidImageError } from '@slowfast/spec';
import type { PreprocessorRecipe } from './preprocessor-recipe.ts';
import type { PictureSize } from './processor-size.ts';

/** Packed RGB bytes with their size: a frame, or any picture. */
export type Picture = Pick<Frame, 'data' | 'width' | 'height'>;

/**
 * Turns pictures that already have the size of their transform into the vision tower's input.
 *
 * The arithmetic is that of Python's image processors, to the bit: the product of byte and factor is rounded to
 * float32, then the difference to the mean, then the quotient by the standard deviation. There are 256 bytes, so each
 * channel is a table look-up; the cost is one read and one write a value.
 *
 * @param size Width and height in pixels that the pictures have; the recipe's if absent.
 * @returns values `[pictures, 3, height, width]`, row-major.
 * @throws InvalidImageError when a picture has another size, or not three bytes a pixel.
 */
export function normalizePixels(
  pictures: readonly Picture[],
  recipe: PreprocessorRecipe,
  { width, height }: PictureSize = recipe.transform,
): Float32Array {
  const pixels = width * height;
  const tables = [0, 1, 2].map((channel) => channelTable(recipe, channel as 0 | 1 | 2));
  const values = new Float32Array(pictures.length * 3 * pixels);
  pictures.forEach((picture, position) => {
    checkPicture(picture, width, height);
    tables.forEach((table, channel) => {
      const start = (position * 3 + channel) * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) {
        values[start + pixel] = table[picture.data[pixel * 3 + channel]!]!;
      }
    });
  });
  return values;
}

/** What each byte becomes in one channel. */
function channelTable(recipe: PreprocessorRecipe, channel: 0 | 1 | 2): Float32Array {
  const mean = Math.fround(recipe.mean[channel]);
  const std = Math.fround(recipe.std[channel]);
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const rescaled = Math.fround(byte * recipe.rescaleFactor);
    return Math.fround(rescaled - mean) / std;
  });
}

function checkPicture(picture: Picture, width: number, height: number): void {
  if (picture.width === width && picture.height === height && picture.data.length === width * height * 3) {
    return;
  }
  throw new InvalidImageError({
    found: `${picture.width}x${picture.height} with ${picture.data.length} bytes`,
    expected: `${width}x${height} with ${width * height * 3} bytes`,
  });
}
