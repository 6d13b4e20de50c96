import { float32Tensor, int64Tensor, type OnnxRuntime, type OnnxTensor } from '@slowfast/onnx-session';
import { InvalidTensorError, type Tensor, type TensorBackend } from '@slowfast/spec';
import {
  addShape,
  concatShape,
  poolAdaptiveShape,
  poolShape,
  reshapeShape,
  type Shape,
  sumShape,
  takeShape,
  uploadShape,
} from '../shared/shapes.ts';
import { outputName, planGraph } from './compile-graph.ts';
import * as operations from './graph-operations.ts';
import { LazyValue } from './lazy-value.ts';
import { OnnxBackendTensor, type TensorOwner } from './onnx-backend-tensor.ts';
import { SessionCache } from './session-cache.ts';

/** Settings of {@link onnxBackend}. */
export interface OnnxBackendSettings {
  /** onnxruntime-node if absent, in browsers onnxruntime-web on WebAssembly. */
  readonly runtime?: OnnxRuntime | undefined;
  /** Threads of one run; the session's default if absent. */
  readonly threads?: number | undefined;
  /** Compiled graphs to keep, one per kind of chunk; 8 if absent. */
  readonly maxSessions?: number | undefined;
}

/** {@link onnxBackend} with its counts. */
export interface OnnxBackend extends TensorBackend {
  /** How many tensors of this backend have not been disposed. */
  readonly liveTensors: number;
  /** How many compiled graphs are kept. */
  readonly liveSessions: number;
}

/**
 * Tensor operations on onnxruntime. Operations are recorded; `run` writes all that its tensors need into one ONNX graph,
 * compiles it once per combination of operations and shapes, and runs it. Positions and factors are fed, so that chunks
 * that differ in them alone share a graph.
 *
 * Needs `onnxruntime-node` (in browsers `onnxruntime-web`), or the runtime that is given. `adopt` and `reshape` copy nothing.
 *
 * @throws RuntimeUnavailableError from `run` and `read`, when the runtime is not installed.
 * @throws RuntimeFailedError from `run` and `read`, when it fails, e.g. for lack of memory.
 */
export function onnxBackend(settings: OnnxBackendSettings = {}): OnnxBackend {
  const { maxSessions = 8, ...sessionOptions } = settings;
  const sessions = new SessionCache({ maxSessions, ...sessionOptions });
  const owner: TensorOwner = {
    liveTensors: 0,
    run: (tensors) => compute(tensors.map(({ value }) => value)),
  };

  // One at a time: a session that is in use must not be dropped for another one.
  let last: Promise<unknown> = Promise.resolve();
  function compute(values: readonly LazyValue[]): Promise<void> {
    const result = last.then(() => computeNow(values));
    last = result.catch(() => {});
    return result;
  }

  async function computeNow(values: readonly LazyValue[]): Promise<void> {
    const targets = [...new Set(values)].filter(({ data }) => data === undefined);
    if (targets.length === 0) return;
    const plan = planGraph(targets);
    const session = await sessions.get(plan.signature, plan.write);
    const outputs = await session.run(plan.feeds);
    targets.forEach((target, i) => {
      target.data = outputs[outputName(i)] as OnnxTensor;
      target.recipe = undefined;
    });
  }

  function own(tensor: Tensor, operation: string): OnnxBackendTensor {
    if (tensor instanceof OnnxBackendTensor && tensor.isOf(owner)) return tensor;
    throw new InvalidTensorError({
      operation,
      found: 'a tensor of another backend',
      expected: 'one of its own: adopt it',
    });
  }

  const known = (values: Float32Array, shape: Shape, isBorrowed: boolean): OnnxBackendTensor =>
    new OnnxBackendTensor(owner, LazyValue.known(float32Tensor(values, shape), { isBorrowed }));
  const recorded = (
    shape: Shape,
    operation: operations.GraphOperation,
    tensors: readonly OnnxBackendTensor[],
    fed: readonly LazyValue[] = [],
  ): OnnxBackendTensor => {
    const operands = tensors.map(({ operand }) => operand);
    const constants = fed.map((value) => ({ value, shape: value.shape }));
    return new OnnxBackendTensor(owner, LazyValue.computed(shape, operation, [...operands, ...constants]));
  };
  const dispose = () => sessions.dispose();

  return {
    name: 'onnx',
    get liveTensors() {
      return owner.liveTensors;
    },
    get liveSessions() {
      return sessions.size;
    },
    upload: (values, shape) => known(values.slice(), uploadShape(values.length, shape), false),
    async adopt(tensor) {
      const values = await tensor.read();
      return known(values, uploadShape(values.length, tensor.shape), true);
    },
    async run(tensors) {
      const mine = tensors.map((tensor) => own(tensor, 'run'));
      await owner.run(mine);
      for (const tensor of mine) tensor.detach();
    },
    take(tensor, positions) {
      const mine = own(tensor, 'take');
      const shape = takeShape(mine.shape, positions);
      const fed = LazyValue.known(int64Tensor(positions, [positions.length]));
      return recorded(shape, operations.take, [mine], [fed]);
    },
    reshape(tensor, shape) {
      const mine = own(tensor, 'reshape');
      return new OnnxBackendTensor(owner, mine.value, reshapeShape(mine.shape, shape));
    },
    pool(tensor, window, mode) {
      const mine = own(tensor, 'pool');
      const shape = poolShape(mine.shape, window);
      return recorded(shape, operations.pool(mine.shape, window, mode), [mine]);
    },
    poolAdaptive(tensor, to) {
      const mine = own(tensor, 'poolAdaptive');
      const shape = poolAdaptiveShape(mine.shape, to);
      return recorded(shape, operations.poolAdaptive(mine.shape, to), [mine]);
    },
    sum(tensor) {
      const mine = own(tensor, 'sum');
      return recorded(sumShape(mine.shape), operations.sum, [mine]);
    },
    add(left, right) {
      const mine = [own(left, 'add'), own(right, 'add')];
      return recorded(addShape(left.shape, right.shape), operations.add, mine);
    },
    scale(tensor, factor) {
      const fed = LazyValue.known(float32Tensor(Float32Array.of(factor), []));
      return recorded(tensor.shape, operations.scale, [own(tensor, 'scale')], [fed]);
    },
    concat(tensors) {
      const mine = tensors.map((tensor) => own(tensor, 'concat'));
      return recorded(concatShape(mine.map(({ shape }) => shape)), operations.concat, mine);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
