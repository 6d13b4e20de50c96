import type { StoredWeight } from '../weights/stored-weight.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { rowChunks } from './row-chunks.ts';
import { transposedPieces } from './transposed-pieces.ts';

/** A weight in 8 bits: its values and what they are to be multiplied with. */
export interface Int8Weight {
  /** Signed, `[in, out]`, -127 to 127. */
  readonly values: StoredWeight;
  /** float32 `[out]`. */
  readonly scales: StoredWeight;
}

/** A weight `[out, in]` with one scale for each output: its largest value becomes 127. */
export function int8Weight(weight: WeightTensor): Int8Weight {
  const [outputs, inputs] = weight.shape as [number, number];
  return {
    values: {
      type: 'int8',
      shape: [inputs, outputs],
      bytes: inputs * outputs,
      pieces: () =>
        transposedPieces(
          weight,
          (length) => new Int8Array(length),
          ({ values, count }) => quantizedRows(values, count),
        ),
    },
    scales: {
      type: 'float32',
      shape: [outputs],
      bytes: 4 * outputs,
      async *pieces() {
        for await (const { values, count } of rowChunks(weight)) {
          yield new Uint8Array(rowScales(values, count).buffer);
        }
      },
    },
  };
}

/** One scale a row; 1 where all of it is zero. */
function rowScales(values: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const length = values.length / rows;
  const scales = new Float32Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let largest = 0;
    for (const end = at + length; at < end; at++) largest = Math.max(largest, Math.abs(values[at]!));
    scales[row] = largest / 127 || 1;
  }
  return scales;
}

function quantizedRows(values: Float32Array, rows: number): Int8Array {
  const scales = rowScales(values, rows);
  const length = values.length / rows;
  const stored = new Int8Array(values.length);
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = 1 / scales[row]!;
    for (const end = at + length; at < end; at++) stored[at] = Math.round(values[at]! * factor);
  }
  return stored;
}
