import type { RgbImage } from '@slowfast/images';

/** How a picture is stored, as the orientation tag of EXIF counts: 1 is upright, 2 to 4 mirrored or upside down, 5 to 8 on its side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** For each tag: whether rows and columns change places, and whether the result is then mirrored across and down. */
const moves: Readonly<Record<Orientation, readonly [isOnSide: boolean, across: boolean, down: boolean]>> = {
  1: [false, false, false],
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, false, false],
  6: [true, true, false],
  7: [true, true, true],
  8: [true, false, true],
};

/** A picture as it is meant to be seen. An upright one is given back as it is. */
export function orient(image: RgbImage, orientation: Orientation): RgbImage {
  if (orientation === 1) return image;
  const [isOnSide, across, down] = moves[orientation];
  const [width, height] = isOnSide ? [image.height, image.width] : [image.width, image.height];
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, to = 0; row < height; row++) {
    const y = down ? height - 1 - row : row;
    for (let column = 0; column < width; column++, to += 3) {
      const x = across ? width - 1 - column : column;
      const from = (isOnSide ? x * image.width + y : y * image.width + x) * 3;
      data[to] = image.data[from]!;
      data[to + 1] = image.data[from + 1]!;
      data[to + 2] = image.data[from + 2]!;
    }
  }
  return { data, width, height };
}
