import { InvalidTensorError, type Tensor, type TensorBackend } from '@slowfast/spec';
import { type PlainTensor, plain } from '../conformance/plain-operations.ts';
import { FakeBackendTensor, LazyValues } from './fake-backend-tensor.ts';

/** {@link fakeTensorBackend} with its count of tensors. */
export interface FakeTensorBackend extends TensorBackend {
  /** How many of its tensors have not been disposed. */
  readonly liveTensors: number;
}

/**
 * A tensor backend in plain loops, for tests of what is written against one. It is as lazy as a backend may be: nothing is computed
 * before it is run or read, and what was adopted shares memory until then, so whoever forgets `run` gets wrong values. It needs no
 * runtime and is slow.
 */
export function fakeTensorBackend(): FakeTensorBackend {
  const owner = {};
  let liveTensors = 0;

  function made(shape: readonly number[], compute: () => Float32Array): Tensor {
    liveTensors += 1;
    return new FakeBackendTensor(owner, shape, new LazyValues(compute), () => {
      liveTensors -= 1;
    });
  }
  function own(tensor: Tensor, operation: string): FakeBackendTensor {
    if (tensor instanceof FakeBackendTensor && tensor.isOf(owner)) return tensor;
    throw refusal(operation, 'a tensor of another backend', 'one of its own: adopt it');
  }
  /** The result's shape is known at once: it is that of the same operation on zeros. */
  function by(tensor: Tensor, operation: string, work: (input: PlainTensor) => PlainTensor): Tensor {
    const { lazy } = own(tensor, operation);
    const { shape } = tensor;
    const zeros = work({ values: new Float32Array(lengthOf(shape)), shape });
    if (lengthOf(zeros.shape) === 0)
      throw refusal(operation, print(shape), 'a grid that the window fits into');
    return made(zeros.shape, () => work({ values: lazy.get(), shape }).values);
  }
  const dispose = async () => {};

  return {
    name: 'fake',
    get liveTensors() {
      return liveTensors;
    },
    upload(values, shape) {
      fits('upload', values.length, shape);
      const copy = values.slice();
      return made(shape, () => copy);
    },
    async adopt(tensor) {
      const values = await tensor.read();
      return made(tensor.shape, () => values);
    },
    async run(tensors) {
      for (const { lazy } of tensors.map((tensor) => own(tensor, 'run'))) lazy.run();
    },
    take(tensor, positions) {
      const [count = 0] = own(tensor, 'take').shape;
      const isThere = (at: number) => Number.isInteger(at) && at >= 0 && at < count;
      if (positions.length === 0 || !positions.every(isThere))
        throw refusal('take', `positions ${print(positions)}`, `some, each from 0 to ${count - 1}`);
      return by(tensor, 'take', (input) => plain.take(input, positions));
    },
    reshape(tensor, shape) {
      const { lazy } = own(tensor, 'reshape');
      fits('reshape', lengthOf(tensor.shape), shape);
      return made(shape, () => lazy.get());
    },
    pool(tensor, window, mode) {
      grid('pool', own(tensor, 'pool').shape, window);
      return by(tensor, 'pool', (input) => plain.pool(input, window, mode));
    },
    poolAdaptive(tensor, to) {
      grid('poolAdaptive', own(tensor, 'poolAdaptive').shape, to);
      return by(tensor, 'poolAdaptive', (input) => plain.poolAdaptive(input, to));
    },
    sum: (tensor) => by(tensor, 'sum', plain.sum),
    add(left, right) {
      const [augend, addend] = [own(left, 'add').lazy, own(right, 'add').lazy];
      if (print(left.shape) !== print(right.shape))
        throw refusal('add', `${print(left.shape)} and ${print(right.shape)}`, 'equal shapes');
      return made(left.shape, () => augend.get().map((value, i) => value + addend.get()[i]!));
    },
    scale(tensor, factor) {
      const { lazy } = own(tensor, 'scale');
      return made(tensor.shape, () => lazy.get().map((value) => value * factor));
    },
    concat(tensors) {
      const parts = tensors.map((tensor) => own(tensor, 'concat').lazy);
      const [first, ...others] = tensors.map(({ shape }) => shape);
      const rest = first?.slice(1);
      if (!rest || others.some((other) => print(other.slice(1)) !== print(rest)))
        throw refusal(
          'concat',
          tensors.map(({ shape }) => print(shape)).join(' '),
          'equal shapes but for axis 0',
        );
      const count = tensors.reduce((sum, { shape }) => sum + shape[0]!, 0);
      return made([count, ...rest], () => {
        const joined = new Float32Array(lengthOf([count, ...rest]));
        let to = 0;
        for (const part of parts) {
          joined.set(part.get(), to);
          to += part.get().length;
        }
        return joined;
      });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function fits(operation: string, length: number, shape: readonly number[]): void {
  const isWhole = shape.every((size) => Number.isInteger(size) && size > 0);
  if (!isWhole || lengthOf(shape) !== length)
    throw refusal(operation, print(shape), `a shape of ${length} values`);
}

function grid(operation: string, shape: readonly number[], size: { rows: number; columns: number }): void {
  const isGrid = [size.rows, size.columns].every((length) => Number.isInteger(length) && length > 0);
  if (shape.length !== 4 || !isGrid)
    throw refusal(
      operation,
      `${print(shape)} and ${size.rows}x${size.columns}`,
      'four axes, rows and columns above 0',
    );
}

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function print(values: readonly number[]): string {
  return `[${values.join(', ')}]`;
}

function refusal(operation: string, found: string, expected: string): InvalidTensorError {
  return new InvalidTensorError({ operation, found, expected });
}
