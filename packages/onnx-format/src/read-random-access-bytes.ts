/** Bytes that can be read anywhere without reading what lies before: an open file, a blob, ranges of a URL. */
export interface RandomAccessBytes {
  /** Names the bytes for people, e.g. the path; part of error messages. */
  readonly place: string;
  /** Number of bytes. */
  readonly size: number;
  /** `length` bytes from `offset`; fewer only at the end. The caller owns the result. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already; they are not copied until read. */
export function bytesInMemory(bytes: Uint8Array, place = 'a model in memory'): RandomAccessBytes {
  return {
    place,
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
  };
}
