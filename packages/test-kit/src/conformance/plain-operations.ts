import type { GridSize, PoolMode } from '@slowfast/spec';

/** Values and shape: what the oracle computes with. */
export interface PlainTensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** A bin of an axis, end excluded. */
type Bin = readonly [start: number, end: number];

/** Every operation of a backend again, written for clarity alone: one value at a time, sums in float64. */
export const plain = {
  take({ values, shape }: PlainTensor, positions: readonly number[]): PlainTensor {
    const length = values.length / shape[0]!;
    const taken = positions.flatMap((position) => [
      ...values.subarray(position * length, (position + 1) * length),
    ]);
    return { values: Float32Array.from(taken), shape: [positions.length, ...shape.slice(1)] };
  },

  pool(tensor: PlainTensor, window: GridSize, mode: PoolMode): PlainTensor {
    const bins = (length: number, width: number): Bin[] =>
      Array.from({ length: Math.floor(length / width) }, (_, i) => [i * width, (i + 1) * width]);
    const [, rows, columns] = tensor.shape;
    return poolBoxes(tensor, bins(rows!, window.rows), bins(columns!, window.columns), mode);
  },

  poolAdaptive(tensor: PlainTensor, to: GridSize): PlainTensor {
    const bins = (length: number, count: number): Bin[] =>
      Array.from({ length: count }, (_, i) => [
        Math.floor((i * length) / count),
        Math.ceil(((i + 1) * length) / count),
      ]);
    const [, rows, columns] = tensor.shape;
    return poolBoxes(tensor, bins(rows!, to.rows), bins(columns!, to.columns), 'mean');
  },

  sum({ values, shape }: PlainTensor): PlainTensor {
    const rest = shape.slice(1);
    const length = values.length / shape[0]!;
    const sums = Array.from({ length }, (_, i) => {
      let sum = 0;
      for (let from = 0; from < values.length; from += length) sum += values[from + i]!;
      return sum;
    });
    return { values: Float32Array.from(sums), shape: rest };
  },
};

function poolBoxes(
  { values, shape }: PlainTensor,
  rowBins: readonly Bin[],
  columnBins: readonly Bin[],
  mode: PoolMode,
) {
  const [frames, rows, columns, size] = shape as readonly [number, number, number, number];
  const pooled: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    for (const [top, bottom] of rowBins) {
      for (const [left, right] of columnBins) {
        for (let i = 0; i < size; i += 1) {
          const box: number[] = [];
          for (let row = top; row < bottom; row += 1) {
            for (let column = left; column < right; column += 1) {
              box.push(values[((frame * rows + row) * columns + column) * size + i]!);
            }
          }
          pooled.push(
            mode === 'max' ? Math.max(...box) : box.reduce((sum, value) => sum + value, 0) / box.length,
          );
        }
      }
    }
  }
  return {
    values: Float32Array.from(pooled),
    shape: [frames, rowBins.length, columnBins.length, size],
  };
}
