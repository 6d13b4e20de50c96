import type { RgbImage } from '@slowfast/images';

const mostPixels = 2 ** 28;

/**
 * Decodes a BMP picture of 1, 4, 8, 16, 24 or 32 bits a pixel without compression, opacity dropped.
 *
 * Source: BITMAPINFOHEADER to BITMAPV5HEADER, https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types
 *
 * @returns `undefined` when it is damaged, or compressed by run lengths. The caller owns the picture.
 */
export function decodeBmp(file: Uint8Array): RgbImage | undefined {
  if (file.length < 54) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headBytes = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const isReadable =
    headBytes >= 40 && [1, 4, 8, 16, 24, 32].includes(bits) && [0, 3, 6].includes(compression);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = view.getUint32(10, true);
  if (!isReadable || width <= 0 || height === 0 || width * height > mostPixels) return undefined;
  if (start + stride * height > file.length) return undefined;
  const paletteAt = 14 + headBytes;
  if (bits <= 8 && paletteAt + 4 * (view.getUint32(46, true) || 1 << bits) > file.length) return undefined;
  const masks =
    compression === 0
      ? bits === 16
        ? [0x7c00, 0x3e0, 0x1f]
        : [0xff0000, 0xff00, 0xff]
      : [54, 58, 62].map((at) => (at + 4 <= file.length ? view.getUint32(at, true) : 0));
  const channels = masks.map(channelOf);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, to = 0; row < height; row++) {
    const from = start + (signedHeight > 0 ? height - 1 - row : row) * stride;
    for (let column = 0; column < width; column++, to += 3) {
      if (bits <= 8) {
        const bit = column * bits;
        const color = (file[from + (bit >> 3)]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
        const at = paletteAt + 4 * color;
        for (let k = 0; k < 3; k++) data[to + k] = file[at + 2 - k] ?? 0;
        continue;
      }
      const at = from + column * (bits >> 3);
      if (bits === 24) for (let k = 0; k < 3; k++) data[to + k] = file[at + 2 - k]!;
      else {
        const value = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true);
        for (let k = 0; k < 3; k++) data[to + k] = channels[k]!(value);
      }
    }
  }
  return { data, width, height };
}

/** Takes a colour out of a pixel and stretches it to eight bits. */
function channelOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = (mask >>> shift) >>> 0;
  return (value) => Math.floor((((value & mask) >>> shift) * 255) / most);
}
