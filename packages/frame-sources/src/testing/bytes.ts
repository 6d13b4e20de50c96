import type { MediaBytes } from '../media-bytes.ts';

/** Bytes in memory as those of a file. */
export function bytesInMemory(file: Uint8Array, place = 'a video'): MediaBytes {
  const read = async (start: number, end: number) => file.slice(start, end);
  return { place, size: file.length, read, close: async () => undefined };
}

/** Where a text of one-byte characters, or a list of bytes, first lies in others. */
export function placeOf(file: Uint8Array, sought: string | readonly number[]): number {
  const bytes = typeof sought === 'string' ? [...sought].map((each) => each.charCodeAt(0)) : sought;
  const at = file.findIndex((_, start) => bytes.every((byte, k) => file[start + k] === byte));
  if (at < 0) throw new Error(`Found no ${sought} among ${file.length} bytes.`);
  return at;
}
