import { toFloat16 } from '@slowfast/onnx-session';
import { floatRows } from './float-rows.ts';
import type { StoredWeight } from './stored-weight.ts';
import type { WeightTensor } from './weight-source.ts';

/** A tensor as float16 in its own order, rounded to nearest, read a few MiB at a time. */
export function halfRows(tensor: WeightTensor): StoredWeight {
  const floats = floatRows(tensor);
  return {
    ...floats,
    type: 'float16',
    bytes: floats.bytes / 2,
    async *pieces() {
      for await (const piece of floats.pieces()) {
        const halves = toFloat16(new Float32Array(piece.buffer, piece.byteOffset, piece.length / 4));
        yield new Uint8Array(halves.buffer);
      }
    },
  };
}
