import { InvalidImageError } from '@slowfast/spec';
import { createImage, type RgbImage, requireImage } from './rgb-image.ts';

/**
 * Centres a picture on the smallest square that holds it, filled with a colour. An odd rest goes to the bottom or right,
 * as in `expand2square` of LLaVA.
 *
 * @throws InvalidImageError when the colour is not three bytes.
 */
export function padImage(image: RgbImage, color: readonly [number, number, number]): RgbImage {
  requireImage(image);
  if (color.some((value) => !Number.isInteger(value) || value < 0 || value > 255)) {
    throw new InvalidImageError({
      found: `the colour ${color.join(', ')}`,
      expected: 'three bytes, 0 to 255',
    });
  }
  const size = Math.max(image.width, image.height);
  const result = createImage(size, size);
  for (let at = 0; at < result.data.length; at += 3) result.data.set(color, at);
  const left = Math.floor((size - image.width) / 2);
  const top = Math.floor((size - image.height) / 2);
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3);
    result.data.set(row, ((y + top) * size + left) * 3);
  }
  return result;
}

/**
 * Cuts a rectangle from the centre; an odd rest is cut from the bottom or right, as in CLIP's image processor. Where the
 * rectangle is larger than the picture, the outside is black.
 */
export function cropImage(image: RgbImage, width: number, height: number): RgbImage {
  requireImage(image);
  const result = createImage(width, height);
  const left = Math.floor((image.width - width) / 2);
  const top = Math.floor((image.height - height) / 2);
  const from = Math.max(0, left);
  const to = Math.min(image.width, left + width);
  for (let y = Math.max(0, top); y < Math.min(image.height, top + height); y++) {
    const row = image.data.subarray((y * image.width + from) * 3, (y * image.width + to) * 3);
    result.data.set(row, ((y - top) * width + from - left) * 3);
  }
  return result;
}
