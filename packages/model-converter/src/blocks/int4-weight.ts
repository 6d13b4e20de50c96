import type { StoredWeight } from '../weights/stored-weight.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { rowChunks } from './row-chunks.ts';

/** A weight in 4 bits, in blocks along its inputs: `(value - zero point) * scale`. */
export interface Int4Weight {
  /** uint8 `[out, blocks, 16]`: two values a byte, the first in the low half; zero points behind the last input. */
  readonly values: StoredWeight;
  /** float32 `[out, blocks]`. */
  readonly scales: StoredWeight;
  /** uint8 `[out, ceil(blocks / 2)]`, two a byte as well. */
  readonly zeroPoints: StoredWeight;
}

/** Values that share a scale. */
export const int4BlockSize = 32;

/** A weight `[out, in]` in blocks of 32 inputs, from the smallest value of each to its largest, zero kept exact. */
export function int4Weight(weight: WeightTensor): Int4Weight {
  const [outputs, inputs] = weight.shape as [number, number];
  const blocks = Math.ceil(inputs / int4BlockSize);
  const part = (
    type: 'uint8' | 'float32',
    shape: readonly number[],
    of: keyof QuantizedRows,
  ): StoredWeight => ({
    type,
    shape,
    bytes: (type === 'float32' ? 4 : 1) * shape.reduce((a, b) => a * b, 1),
    async *pieces() {
      for await (const { values, count } of rowChunks(weight)) {
        const { buffer } = quantizedRows(values, count)[of];
        yield new Uint8Array(buffer);
      }
    },
  });
  return {
    values: part('uint8', [outputs, blocks, int4BlockSize / 2], 'values'),
    scales: part('float32', [outputs, blocks], 'scales'),
    zeroPoints: part('uint8', [outputs, Math.ceil(blocks / 2)], 'zeroPoints'),
  };
}

interface QuantizedRows {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  readonly zeroPoints: Uint8Array<ArrayBuffer>;
}

function quantizedRows(values: Float32Array, rows: number): QuantizedRows {
  const inputs = values.length / rows;
  const blocks = Math.ceil(inputs / int4BlockSize);
  const zeroBytes = Math.ceil(blocks / 2);
  const stored = new Uint8Array((rows * blocks * int4BlockSize) / 2);
  const scales = new Float32Array(rows * blocks);
  const zeroPoints = new Uint8Array(rows * zeroBytes);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const start = row * inputs + block * int4BlockSize;
      const end = Math.min(start + int4BlockSize, (row + 1) * inputs);
      const { scale, zeroPoint } = blockRange(values, start, end);
      scales[row * blocks + block] = scale;
      zeroPoints[row * zeroBytes + (block >> 1)]! |= zeroPoint << (4 * (block & 1));
      let to = ((row * blocks + block) * int4BlockSize) / 2;
      for (let at = start; at < start + int4BlockSize; at += 2) {
        const low = at < end ? quantized(values[at]!, scale, zeroPoint) : zeroPoint;
        const high = at + 1 < end ? quantized(values[at + 1]!, scale, zeroPoint) : zeroPoint;
        stored[to++] = low | (high << 4);
      }
    }
  }
  return { values: stored, scales, zeroPoints };
}

function blockRange(values: Float32Array, start: number, end: number) {
  let [least, most] = [0, 0];
  for (let at = start; at < end; at++) {
    least = Math.min(least, values[at]!);
    most = Math.max(most, values[at]!);
  }
  const scale = Math.fround((most - least) / 15) || 1;
  return { scale, zeroPoint: Math.round(-least / scale) };
}

function quantized(value: number, scale: number, zeroPoint: number): number {
  return Math.min(15, Math.max(0, Math.round(value / scale) + zeroPoint));
}
