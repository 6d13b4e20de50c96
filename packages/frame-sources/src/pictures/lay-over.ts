import type { AnimationFrame } from './animation.ts';
import type { RgbaImage } from './rgba-image.ts';

type Rectangle = Pick<AnimationFrame, 'x' | 'y' | 'width' | 'height'>;

/**
 * Draws a picture on a canvas at its place, as far as the canvas reaches. Opacities that are not multiplied in are mixed with
 * the arithmetic of libwebp.
 */
export function layOver(
  canvas: RgbaImage,
  picture: RgbaImage,
  { x, y }: Rectangle,
  isLaidOver: boolean,
): void {
  const columns = Math.min(picture.width, canvas.width - x);
  const rows = Math.min(picture.height, canvas.height - y);
  for (let row = 0; row < rows; row++) {
    let to = ((y + row) * canvas.width + x) * 4;
    let from = row * picture.width * 4;
    for (let column = 0; column < columns; column++, from += 4, to += 4) {
      const opacity = picture.data[from + 3]!;
      if (isLaidOver && opacity === 0) continue;
      if (isLaidOver && opacity < 255) mix(canvas.data, to, picture.data, from, opacity);
      else canvas.data.set(picture.data.subarray(from, from + 4), to);
    }
  }
}

function mix(below: Uint8Array, to: number, above: Uint8Array, from: number, opacity: number): void {
  const rest = (below[to + 3]! * (256 - opacity)) >> 8;
  const together = opacity + rest;
  const scale = Math.floor(2 ** 24 / together);
  for (let k = 0; k < 3; k++) {
    below[to + k] = Math.floor(((above[from + k]! * opacity + below[to + k]! * rest) * scale) / 2 ** 24);
  }
  below[to + 3] = together;
}

/** Makes a rectangle transparent. */
export function clearRectangle(canvas: RgbaImage, { x, y, width, height }: Rectangle): void {
  const columns = Math.min(width, canvas.width - x);
  if (columns <= 0) return;
  for (let row = y; row < Math.min(y + height, canvas.height); row++) {
    const start = (row * canvas.width + x) * 4;
    canvas.data.fill(0, start, start + columns * 4);
  }
}

/** The colours of a picture without its opacity, as Pillow's `convert('RGB')` has them. */
export function withoutOpacity({ data, width, height }: RgbaImage) {
  const result = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < result.length; from += 4, to += 3) {
    result[to] = data[from]!;
    result[to + 1] = data[from + 1]!;
    result[to + 2] = data[from + 2]!;
  }
  return { data: result, width, height };
}
