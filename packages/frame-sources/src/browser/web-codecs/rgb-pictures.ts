import { createImage, type RgbImage, type YuvPlane } from '@slowfast/images';

/** Packed pixels of four bytes without the fourth: RGBX, RGBA, or BGRX and BGRA. */
export function packedToRgb(plane: YuvPlane, width: number, height: number, isBgr: boolean): RgbImage {
  const image = createImage(width, height);
  const { data, stride } = plane;
  const [red, blue] = isBgr ? [2, 0] : [0, 2];
  for (let row = 0, to = 0; row < height; row++) {
    for (let x = 0, at = row * stride; x < width; x++, at += 4, to += 3) {
      image.data[to] = data[at + red]!;
      image.data[to + 1] = data[at + 1]!;
      image.data[to + 2] = data[at + blue]!;
    }
  }
  return image;
}

/** Planes of green, blue and red, as lossless codecs keep RGB. Deep samples are rounded to 8 bits. */
export function planesToRgb(
  planes: readonly YuvPlane[],
  width: number,
  height: number,
  bitDepth: number,
): RgbImage {
  const image = createImage(width, height);
  const shift = bitDepth - 8;
  const sampleOf = ({ data }: YuvPlane, at: number) => {
    if (shift === 0) return data[at]!;
    const sample = data[2 * at]! | (data[2 * at + 1]! << 8);
    return Math.min(255, (sample + (1 << (shift - 1))) >> shift);
  };
  const [green, blue, red] = planes as readonly [YuvPlane, YuvPlane, YuvPlane];
  const sampleBytes = shift === 0 ? 1 : 2;
  for (let row = 0, to = 0; row < height; row++) {
    for (let x = 0; x < width; x++, to += 3) {
      for (const [channel, plane] of [red, green, blue].entries()) {
        image.data[to + channel] = sampleOf(plane, (row * plane.stride) / sampleBytes + x);
      }
    }
  }
  return image;
}
