import type { OnnxStoredType } from '@slowfast/onnx-format';

/** A tensor as it goes into a file: made piece by piece when it is written, so that no more than a piece is in memory. */
export interface StoredWeight {
  readonly type: OnnxStoredType;
  readonly shape: readonly number[];
  /** Bytes in all. */
  readonly bytes: number;
  /** The bytes in order, little-endian; each call makes them anew. A piece may be reused once the next one is asked for. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** Values that are in memory, as they stand. */
export function storedValues(
  data: ArrayBufferView,
  type: OnnxStoredType,
  shape: readonly number[],
): StoredWeight {
  return {
    type,
    shape,
    bytes: data.byteLength,
    async *pieces() {
      yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    },
  };
}
