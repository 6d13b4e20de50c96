import type { StoredWeight } from './stored-weight.ts';
import type { WeightTensor } from './weight-source.ts';
import { rowLengthOf } from './weights-in-memory.ts';

const pieceBytes = 4 * 1024 * 1024;

/** How many rows of so many bytes are read at a time: about 4 MiB, at least one. */
export function rowsPerPiece(rowBytes: number): number {
  return Math.max(1, Math.floor(pieceBytes / Math.max(1, rowBytes)));
}

/** A tensor as float32 in its own order, read a few MiB at a time. */
export function floatRows(tensor: WeightTensor): StoredWeight {
  const rowBytes = rowLengthOf(tensor.shape) * 4;
  const rows = tensor.shape[0] ?? 1;
  return {
    type: 'float32',
    shape: tensor.shape,
    bytes: rows * rowBytes,
    async *pieces() {
      const step = rowsPerPiece(rowBytes);
      for (let start = 0; start < rows; start += step) {
        const values = await tensor.rows(start, Math.min(step, rows - start));
        yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      }
    },
  };
}
