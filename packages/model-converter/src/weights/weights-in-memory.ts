import { InvalidTensorError, ModelInvalidError } from '@slowfast/spec';
import type { WeightSource, WeightTensor } from './weight-source.ts';

/** Values of one tensor, row-major. */
export interface TensorInMemory {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Weights that are in memory already: for tests and for weights that are computed. Rows are copies. */
export function weightsInMemory(
  tensors: Readonly<Record<string, TensorInMemory>>,
  place = 'weights in memory',
): WeightSource {
  const known = new Map(Object.entries(tensors));
  return {
    place,
    names: [...known.keys()],
    has: (name) => known.has(name),
    tensor(name) {
      const found = known.get(name);
      if (!found) throw new ModelInvalidError({ place, found: 'no such tensor', expected: name });
      return tensorInMemory(name, found);
    },
  };
}

function tensorInMemory(name: string, { shape, values }: TensorInMemory): WeightTensor {
  const rowLength = rowLengthOf(shape);
  return {
    name,
    shape,
    async rows(start, count) {
      checkRows(name, shape, start, count);
      return values.slice(start * rowLength, (start + count) * rowLength);
    },
  };
}

/** Number of values in one row of the first axis. */
export function rowLengthOf(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** @throws InvalidTensorError when a tensor of this shape does not have these rows. */
export function checkRows(name: string, shape: readonly number[], start: number, count: number): void {
  const rows = shape[0] ?? 1;
  const areThere =
    Number.isInteger(start) && Number.isInteger(count) && start >= 0 && count >= 0 && start + count <= rows;
  if (areThere) return;
  throw new InvalidTensorError({
    operation: `Reading ${name}`,
    found: `rows ${start} to ${start + count}`,
    expected: `rows within ${rows}`,
  });
}
