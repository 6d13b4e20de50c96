import { type HostTensor, InvalidTensorError, type Tensor, type TensorBackend } from '@slowfast/spec';
import { adaptiveBins, windowBins } from '../shared/bins.ts';
import {
  addShape,
  concatShape,
  frameShape,
  lengthOf,
  poolAdaptiveShape,
  poolShape,
  reshapeShape,
  type Shape,
  sumShape,
  takeShape,
  uploadShape,
} from '../shared/shapes.ts';
import { maxOverBoxes } from './max-over-boxes.ts';
import { meanOverBoxes } from './mean-over-boxes.ts';
import { type LiveCount, ReferenceTensor } from './reference-tensor.ts';

/** {@link referenceBackend} with its count of tensors. */
export interface ReferenceBackend extends TensorBackend<HostTensor> {
  /** How many tensors of this backend have not been disposed. */
  readonly liveTensors: number;
}

/**
 * Plain loops over Float32Array, in any JavaScript runtime and without dependencies: what the other backends are compared
 * with, and fast enough for everyday use. Operations run at once. `adopt`, `reshape` and `take` of consecutive positions
 * copy nothing.
 */
export function referenceBackend(): ReferenceBackend {
  const live: LiveCount = { tensors: 0 };
  const made = (values: Float32Array, shape: Shape): ReferenceTensor =>
    new ReferenceTensor(live, { values, isBorrowed: false }, shape);
  const dispose = async () => {};

  return {
    name: 'reference',
    get liveTensors() {
      return live.tensors;
    },
    upload: (values, shape) => made(values.slice(), uploadShape(values.length, shape)),
    async adopt(tensor: Tensor) {
      const values = await tensor.read();
      const shape = uploadShape(values.length, tensor.shape);
      return new ReferenceTensor(live, { values, isBorrowed: true }, shape);
    },
    async run(tensors) {
      for (const tensor of tensors) own(tensor, 'run').detach();
    },
    take(tensor, positions) {
      const { values, storage } = own(tensor, 'take');
      const shape = takeShape(tensor.shape, positions);
      const length = lengthOf(shape.slice(1));
      const start = positions[0]!;
      if (positions.every((position, i) => position === start + i)) {
        const run = values.subarray(start * length, (start + positions.length) * length);
        return new ReferenceTensor(live, storage, shape, run);
      }
      const taken = new Float32Array(lengthOf(shape));
      positions.forEach((position, i) => {
        taken.set(values.subarray(position * length, (position + 1) * length), i * length);
      });
      return made(taken, shape);
    },
    reshape(tensor, shape) {
      const { values, storage } = own(tensor, 'reshape');
      return new ReferenceTensor(live, storage, reshapeShape(tensor.shape, shape), values);
    },
    pool(tensor, window, mode) {
      const { values } = own(tensor, 'pool');
      const shape = poolShape(tensor.shape, window);
      const axes = frameShape('pool', tensor.shape);
      const overBoxes = mode === 'max' ? maxOverBoxes : meanOverBoxes;
      const rowBins = windowBins(axes[1], window.rows);
      return made(overBoxes(values, axes, rowBins, windowBins(axes[2], window.columns)), shape);
    },
    poolAdaptive(tensor, to) {
      const { values } = own(tensor, 'poolAdaptive');
      const shape = poolAdaptiveShape(tensor.shape, to);
      const axes = frameShape('poolAdaptive', tensor.shape);
      const rowBins = adaptiveBins(axes[1], to.rows);
      return made(meanOverBoxes(values, axes, rowBins, adaptiveBins(axes[2], to.columns)), shape);
    },
    sum(tensor) {
      const { values } = own(tensor, 'sum');
      const shape = sumShape(tensor.shape);
      const sums = new Float64Array(lengthOf(shape));
      for (let from = 0; from < values.length; from += sums.length) {
        for (let i = 0; i < sums.length; i += 1) sums[i] = sums[i]! + values[from + i]!;
      }
      return made(Float32Array.from(sums), shape);
    },
    add(left, right) {
      const augend = own(left, 'add').values;
      const addend = own(right, 'add').values;
      const sums = new Float32Array(lengthOf(addShape(left.shape, right.shape)));
      for (let i = 0; i < sums.length; i += 1) sums[i] = augend[i]! + addend[i]!;
      return made(sums, left.shape);
    },
    scale(tensor, factor) {
      const scaled = own(tensor, 'scale').values.slice();
      for (let i = 0; i < scaled.length; i += 1) scaled[i] = scaled[i]! * factor;
      return made(scaled, tensor.shape);
    },
    concat(tensors) {
      const parts = tensors.map((tensor) => own(tensor, 'concat').values);
      const shape = concatShape(tensors.map((tensor) => tensor.shape));
      const joined = new Float32Array(lengthOf(shape));
      let to = 0;
      for (const part of parts) {
        joined.set(part, to);
        to += part.length;
      }
      return made(joined, shape);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function own(tensor: Tensor, operation: string): ReferenceTensor {
  if (tensor instanceof ReferenceTensor) return tensor;
  throw new InvalidTensorError({
    operation,
    found: 'a tensor of another backend',
    expected: 'one of its own: adopt it',
  });
}
