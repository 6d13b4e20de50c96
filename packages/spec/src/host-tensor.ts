import { DisposedError } from './errors/disposed.ts';
import { InvalidTensorError } from './errors/invalid-tensor.ts';
import type { HostTensor } from './tensor.ts';

/**
 * The plainest tensor: values that already are in host memory.
 *
 * @param values Row-major; kept, not copied, so the caller must not change them while the tensor lives.
 * @param shape Sizes per axis, outermost first; their product is the number of values.
 * @throws InvalidTensorError when the shape holds another number of values.
 */
export function hostTensor(values: Float32Array, shape: readonly number[]): HostTensor {
  const length = shape.reduce((product, size) => product * size, 1);
  if (length !== values.length || shape.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new InvalidTensorError({
      operation: 'hostTensor',
      found: `${values.length} values`,
      expected: `${length} for the shape [${shape.join(', ')}]`,
    });
  }
  let kept: Float32Array | undefined = values;
  const alive = (): Float32Array => {
    if (kept === undefined) throw new DisposedError({ what: 'The tensor' });
    return kept;
  };
  return {
    shape: [...shape],
    get values() {
      return alive();
    },
    read: async () => alive(),
    [Symbol.dispose]: () => {
      kept = undefined;
    },
  };
}
