import type { MediaBytes } from '../media-bytes.ts';
import { patchedBytes } from './patched-bytes.ts';

const segmentId = 0x18538067;

/** `Tags` elements that hold nothing but a filler: many, so that a wrong length which ends among them is caught too. RFC 9559, 5.1. */
const tail = Uint8Array.from(
  { length: 4096 },
  (_, k) => [0x12, 0x54, 0xc3, 0x67, 0x83, 0xec, 0x81, 0][k % 8]!,
);

/**
 * The bytes of a Matroska file as if some empty elements closed it. Behind junk the index reader looks for the next element of the
 * first level, and at the end of a file it does not stop looking; here it always finds one.
 */
export async function withMatroskaTail(bytes: MediaBytes): Promise<MediaBytes> {
  const segment = await segmentSizeField(bytes);
  if (!segment) return bytes;
  const size = bytes.size + tail.length;
  const field = sizeField(size - segment.at - segment.length, segment.length);
  return patchedBytes(bytes, [
    { at: bytes.size, data: tail },
    { at: segment.at, data: field },
  ]);
}

/** Where the length of the segment is written; the segment follows the file's first element. */
async function segmentSizeField(
  bytes: MediaBytes,
): Promise<{ readonly at: number; readonly length: number } | undefined> {
  const head = await bytes.read(0, 4096);
  const headerSize = lengthOf(head[4]);
  const first = 4 + headerSize + number(head.subarray(4, 4 + headerSize)) - marker(headerSize);
  if (number(head.subarray(first, first + 4)) !== segmentId) return undefined;
  const length = lengthOf(head[first + 4]);
  return length > 8 ? undefined : { at: first + 4, length };
}

/** A length in so many bytes; all ones, which mean an open end, where it doesn't fit. */
function sizeField(value: number, length: number): Uint8Array {
  const fits = value < 2 ** (7 * length) - 1;
  const field = new Uint8Array(length).fill(0xff);
  for (let k = length - 1, rest = value; fits && k >= 0; k--, rest = Math.floor(rest / 256))
    field[k] = rest % 256;
  const first = 0x80 >> (length - 1);
  field[0] = fits ? field[0]! | first : 0xff >> (length - 1);
  return field;
}

/** RFC 8794: the leading zero bits of the first byte tell the length. */
function lengthOf(first: number | undefined): number {
  return first === undefined ? 9 : Math.clz32(first) - 23;
}

function marker(length: number): number {
  return 2 ** (7 * length);
}

function number(field: Uint8Array): number {
  return field.reduce((value, byte) => value * 256 + byte, 0);
}
