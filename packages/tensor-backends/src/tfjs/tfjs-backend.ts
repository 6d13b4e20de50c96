import { InvalidTensorError, type PoolMode, type Tensor, type TensorBackend } from '@slowfast/spec';
import { adaptiveBins, type Bin, windowBins } from '../shared/bins.ts';
import {
  addShape,
  concatShape,
  frameShape,
  lengthOf,
  poolAdaptiveShape,
  poolShape,
  reshapeShape,
  sumShape,
  takeShape,
  uploadShape,
} from '../shared/shapes.ts';
import { poolAxis } from './pool-axis.ts';
import { TfjsBackendTensor } from './tfjs-backend-tensor.ts';
import type { TfjsLibrary, TfjsLibraryTensor } from './tfjs-library.ts';

/**
 * Tensor operations on TensorFlow.js, on whichever of its backends is active: `tfjsBackend(await
 * import('@tensorflow/tfjs'))`. Operations run at once, or are queued in order on a GPU.
 *
 * The library and its choice of backend stay the caller's: `await tf.ready()` first, and don't switch its backend while
 * tensors are alive. Dispose every tensor; `tf.memory().numTensors` shows what is left.
 */
export function tfjsBackend<T extends TfjsLibraryTensor>(tf: TfjsLibrary<T>): TensorBackend {
  type OwnTensor = TfjsBackendTensor<T>;

  function own(tensor: Tensor, operation: string): OwnTensor {
    if (tensor instanceof TfjsBackendTensor && tensor.isOf(tf)) return tensor;
    throw new InvalidTensorError({
      operation,
      found: 'a tensor of another backend',
      expected: 'one of its own: adopt it',
    });
  }

  /** Where nothing was reduced, TensorFlow.js may have passed on the memory of an input. */
  const made = (inputs: readonly OwnTensor[], work: () => T): OwnTensor => {
    let kept: T | undefined;
    tf.tidy(() => {
      kept = tf.keep(work());
    });
    const tensor = kept!;
    const mayShare = ({ shape, isBorrowed }: OwnTensor) =>
      isBorrowed && lengthOf(shape) === lengthOf(tensor.shape);
    return new TfjsBackendTensor(tf, tensor, inputs.some(mayShare));
  };

  const poolGrid = (tensor: OwnTensor, rowBins: readonly Bin[], columnBins: readonly Bin[], mode: PoolMode) =>
    made([tensor], () => {
      const [frames, rows, columns, size] = frameShape('pool', tensor.shape);
      const narrow = poolAxis(tf, tensor.tensor, [frames * rows, columns, size], columnBins, mode);
      const low = poolAxis(tf, narrow, [frames, rows, columnBins.length * size], rowBins, mode);
      return tf.reshape(low, [frames, rowBins.length, columnBins.length, size]);
    });
  const dispose = async () => {};

  return {
    get name() {
      return `tfjs-${tf.getBackend()}`;
    },
    upload(values, shape) {
      const copy = () => tf.tensor(values.slice(), [...uploadShape(values.length, shape)], 'float32');
      return made([], copy);
    },
    async adopt(tensor) {
      if (tensor instanceof TfjsBackendTensor && tensor.isOf(tf)) {
        return new TfjsBackendTensor(tf, tf.clone(tensor.tensor), tensor.isBorrowed);
      }
      const values = await tensor.read();
      const shape = uploadShape(values.length, tensor.shape);
      return new TfjsBackendTensor(tf, tf.tensor(values, [...shape], 'float32'), true);
    },
    async run(tensors) {
      // Multiplying by 1 is a copy where the values are, whatever they are.
      for (const tensor of tensors.map((each) => own(each, 'run'))) {
        const { tensor: value, isBorrowed } = tensor;
        if (isBorrowed) tensor.replace(tf.mul(value, 1));
      }
    },
    take(tensor, positions) {
      const { tensor: value, isBorrowed } = own(tensor, 'take');
      const [count, ...rest] = takeShape(tensor.shape, positions);
      const start = positions[0]!;
      if (positions.every((position, i) => position === start + i)) {
        const part = tf.slice(value, [start, ...rest.map(() => 0)], [count!, ...rest]);
        return new TfjsBackendTensor(tf, part, isBorrowed);
      }
      return made([], () => tf.gather(value, tf.tensor1d(Int32Array.from(positions), 'int32'), 0));
    },
    reshape(tensor, shape) {
      const mine = own(tensor, 'reshape');
      return made([mine], () => tf.reshape(mine.tensor, [...reshapeShape(mine.shape, shape)]));
    },
    pool(tensor, window, mode) {
      const mine = own(tensor, 'pool');
      poolShape(mine.shape, window);
      const [, rows, columns] = frameShape('pool', mine.shape);
      return poolGrid(mine, windowBins(rows, window.rows), windowBins(columns, window.columns), mode);
    },
    poolAdaptive(tensor, to) {
      const mine = own(tensor, 'poolAdaptive');
      poolAdaptiveShape(mine.shape, to);
      const [, rows, columns] = frameShape('poolAdaptive', mine.shape);
      return poolGrid(mine, adaptiveBins(rows, to.rows), adaptiveBins(columns, to.columns), 'mean');
    },
    sum(tensor) {
      const mine = own(tensor, 'sum');
      sumShape(mine.shape);
      return made([mine], () => tf.sum(mine.tensor, 0));
    },
    add(left, right) {
      const [augend, addend] = [own(left, 'add').tensor, own(right, 'add').tensor];
      addShape(left.shape, right.shape);
      return made([], () => tf.add(augend, addend));
    },
    scale(tensor, factor) {
      const { tensor: value } = own(tensor, 'scale');
      return made([], () => tf.mul(value, factor));
    },
    concat(tensors) {
      const mine = tensors.map((tensor) => own(tensor, 'concat'));
      const values = mine.map(({ tensor }) => tensor);
      concatShape(mine.map(({ shape }) => shape));
      return made(mine, () => tf.concat(values, 0));
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
