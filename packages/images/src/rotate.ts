import { createImage, type RgbImage, requireImage } from './rgb-image.ts';

/** Turns a picture clockwise. The result shares nothing with the input, except for 0 degrees, where it is the input. */
export function rotateImage(image: RgbImage, clockwiseDegrees: 0 | 90 | 180 | 270): RgbImage {
  requireImage(image);
  if (clockwiseDegrees === 0) return image;
  const { data, width, height } = image;
  const turned =
    clockwiseDegrees === 180
      ? { first: width * height - 1, stepX: -1, stepY: -width, result: createImage(width, height) }
      : clockwiseDegrees === 90
        ? { first: height - 1, stepX: height, stepY: -1, result: createImage(height, width) }
        : { first: (width - 1) * height, stepX: -height, stepY: 1, result: createImage(height, width) };
  const { first, stepX, stepY, result } = turned;
  let from = 0;
  for (let y = 0; y < height; y++) {
    let to = (first + y * stepY) * 3;
    for (let x = 0; x < width; x++, from += 3, to += stepX * 3) {
      result.data[to] = data[from]!;
      result.data[to + 1] = data[from + 1]!;
      result.data[to + 2] = data[from + 2]!;
    }
  }
  return result;
}
