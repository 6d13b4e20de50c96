import type { Orientation } from './orient.ts';

/** The orientation tag of a WebP file, which browsers don't heed; 1 where there is none. */
export function webpOrientation(file: Uint8Array): Orientation {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    const name = String.fromCharCode(...file.subarray(at, at + 4));
    if (name === 'EXIF') return exifOrientation(file.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length & 1);
  }
  return 1;
}

/** Of the first directory of EXIF data, which is laid out as in TIFF. Some writers put the marker of JPEG before it. */
function exifOrientation(data: Uint8Array): Orientation {
  const start = String.fromCharCode(...data.subarray(0, 4)) === 'Exif' ? 6 : 0;
  const view = new DataView(data.buffer, data.byteOffset + start, data.byteLength - start);
  if (view.byteLength < 8) return 1;
  const isLittle = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, isLittle);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > view.byteLength) break;
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}
