import type { StoredWeight } from '../weights/stored-weight.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { rowChunks } from './row-chunks.ts';

/** Bits of a value that is kept in blocks. */
export type BlockBits = 4 | 8;

/** A weight in blocks along its inputs: `(value - zero point) * scale`. Two values of 4 bits share a byte, the first in its low half. */
export interface BlockWeight {
  /** uint8 `[out, blocks, 32 * bits / 8]`; behind the last input any values. */
  readonly values: StoredWeight;
  /** float32 `[out, blocks]`. */
  readonly scales: StoredWeight;
  /** uint8 `[out, ceil(blocks * bits / 8)]`. */
  readonly zeroPoints: StoredWeight;
}

/** Values that share a scale. */
export const blockSize = 32;

/** A weight `[out, in]` in blocks of 32 inputs, each from its smallest value to its largest, zero kept exact. */
export function blockWeight(weight: WeightTensor, bits: BlockBits): BlockWeight {
  const [outputs, inputs] = weight.shape as [number, number];
  const blocks = Math.ceil(inputs / blockSize);
  const levels = 2 ** bits - 1;
  const perByte = 8 / bits;

  async function* rows(
    rowBytes: number,
    convert: (row: Float32Array) => Uint8Array,
  ): AsyncGenerator<Uint8Array> {
    for await (const { values, count } of rowChunks(weight)) {
      const bytes = new Uint8Array(count * rowBytes);
      for (let row = 0; row < count; row++) {
        bytes.set(convert(values.subarray(row * inputs, (row + 1) * inputs)), row * rowBytes);
      }
      yield bytes;
    }
  }

  const ranges = { scales: new Float32Array(blocks), zeros: new Uint8Array(blocks) };
  function findRanges(row: Float32Array): void {
    for (let block = 0; block < blocks; block++) {
      const end = Math.min((block + 1) * blockSize, inputs);
      let least = 0;
      let most = 0;
      for (let at = block * blockSize; at < end; at++) {
        const value = row[at]!;
        if (value < least) least = value;
        else if (value > most) most = value;
      }
      ranges.scales[block] = (most - least) / levels || 1;
      ranges.zeros[block] = Math.round(-least / ranges.scales[block]!);
    }
  }

  /** Puts numbers of so many bits into bytes. */
  function packed(numbers: Uint8Array): Uint8Array {
    if (bits === 8) return numbers;
    const bytes = new Uint8Array(Math.ceil(numbers.length / perByte));
    for (let at = 0; at < numbers.length; at++) bytes[at >> 1]! |= numbers[at]! << (4 * (at & 1));
    return bytes;
  }

  const numbers = new Uint8Array(blocks * blockSize);
  function valuesOf(row: Float32Array): Uint8Array {
    findRanges(row);
    for (let block = 0; block < blocks; block++) {
      const end = Math.min((block + 1) * blockSize, inputs);
      const factor = 1 / ranges.scales[block]!;
      const shift = ranges.zeros[block]! + 0.5;
      for (let at = block * blockSize; at < end; at++) {
        const number = (row[at]! * factor + shift) | 0;
        numbers[at] = number > levels ? levels : Math.max(number, 0);
      }
    }
    return packed(numbers);
  }

  const rowBytes = (blocks * blockSize) / perByte;
  const zeroBytes = Math.ceil(blocks / perByte);
  return {
    values: {
      type: 'uint8',
      shape: [outputs, blocks, blockSize / perByte],
      bytes: outputs * rowBytes,
      pieces: () => rows(rowBytes, valuesOf),
    },
    scales: {
      type: 'float32',
      shape: [outputs, blocks],
      bytes: 4 * outputs * blocks,
      pieces: () =>
        rows(4 * blocks, (row) => {
          findRanges(row);
          return new Uint8Array(ranges.scales.buffer);
        }),
    },
    zeroPoints: {
      type: 'uint8',
      shape: [outputs, zeroBytes],
      bytes: outputs * zeroBytes,
      pieces: () =>
        rows(zeroBytes, (row) => {
          findRanges(row);
          return packed(ranges.zeros);
        }),
    },
  };
}
