import type { FrameTransform } from '@slowfast/spec';
import { cropImage, padImage } from './crop-and-pad.ts';
import { createResizer } from './resize.ts';
import { type RgbImage, requireSize } from './rgb-image.ts';

/**
 * Makes the rectangle that an encoder wants of a picture: `resize` squashes, `pad` centres on a square first, `crop`
 * resizes the shortest edge and cuts the centre; each of them after a first squash where one is asked for.
 * Byte-identical to the preprocessing of LLaVA with Pillow.
 *
 * @throws InvalidImageError when a size is not a whole number of at least 1.
 */
export function transformImage(image: RgbImage, transform: FrameTransform): RgbImage {
  return createImageTransform(image.width, image.height, transform)(image);
}

/** {@link transformImage} for many pictures of one size: the coefficient tables are made once. */
export function createImageTransform(
  width: number,
  height: number,
  transform: FrameTransform,
): (image: RgbImage) => RgbImage {
  requireSize(width, height);
  requireSize(transform.width, transform.height);
  const { fit, resample, resizedFirst, ...rest } = transform;
  if (resizedFirst) {
    const resizer = createResizer(width, height, resizedFirst.width, resizedFirst.height, resample);
    const fitted = createImageTransform(resizedFirst.width, resizedFirst.height, { ...rest, fit, resample });
    return (image) => fitted(resizer.resize(image));
  }
  if (fit === 'crop') {
    const edge = transform.shortestEdge ?? Math.max(transform.width, transform.height);
    const shortest = Math.min(width, height);
    // The order of the operations matters: it is that of CLIP's image processor, whose quotient is rounded down.
    const longest = Math.floor((edge * Math.max(width, height)) / shortest);
    const resizer =
      width <= height
        ? createResizer(width, height, edge, longest, resample)
        : createResizer(width, height, longest, edge, resample);
    return (image) => cropImage(resizer.resize(image), transform.width, transform.height);
  }
  if (fit === 'pad') {
    const size = Math.max(width, height);
    const resizer = createResizer(size, size, transform.width, transform.height, resample);
    return (image) => resizer.resize(padImage(image, transform.padColor));
  }
  const resizer = createResizer(width, height, transform.width, transform.height, resample);
  return (image) => resizer.resize(image);
}
