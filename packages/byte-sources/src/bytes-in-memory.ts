import type { ByteSource } from './byte-source.ts';

/** Bytes in memory. They stay the caller's, and must not change while they are read. */
export function bytesInMemory(bytes: Uint8Array, place = 'bytes in memory'): ByteSource {
  return {
    place,
    size: bytes.length,
    // The plain class, whatever the given one: a Buffer would give a part of itself.
    read: async (start, end) => Uint8Array.prototype.slice.call(bytes, start, end),
    close: async () => undefined,
  };
}
