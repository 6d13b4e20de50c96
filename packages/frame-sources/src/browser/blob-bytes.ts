import type { MediaBytes } from '../media-bytes.ts';

/** The bytes of a `Blob`, which a browser may keep on disk: only what is read comes into memory. */
export function blobBytes(blob: Blob, place: string): MediaBytes {
  return {
    place,
    size: blob.size,
    async read(start, end) {
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    },
    close: async () => undefined,
  };
}
