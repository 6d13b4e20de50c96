import { describe, expect, test } from 'vitest';
import { DisposedError, hostTensor, InvalidTensorError } from './index.ts';

describe('hostTensor', () => {
  test('shares its values', async () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    using tensor = hostTensor(values, [2, 3]);
    expect(tensor.shape).toEqual([2, 3]);
    expect(tensor.values).toBe(values);
    expect(await tensor.read()).toBe(values);
  });

  test('does not follow later changes of the shape that it was given', () => {
    const shape = [2, 3];
    using tensor = hostTensor(new Float32Array(6), shape);
    shape[0] = 6;
    expect(tensor.shape).toEqual([2, 3]);
  });

  test('takes a scalar and an empty tensor', () => {
    expect(hostTensor(Float32Array.of(1), []).values).toHaveLength(1);
    expect(hostTensor(new Float32Array(0), [0, 4]).values).toHaveLength(0);
  });

  test.each([[[5]], [[7]], [[-2, -3]], [[1.5, 4]], [[Number.NaN]]])('refuses six values as %o', (shape) => {
    expect(() => hostTensor(new Float32Array(6), shape)).toThrow(InvalidTensorError);
  });

  test('can be disposed twice, but not read afterwards', async () => {
    const tensor = hostTensor(new Float32Array(6), [6]);
    tensor[Symbol.dispose]();
    tensor[Symbol.dispose]();
    await expect(tensor.read()).rejects.toThrow(DisposedError);
    expect(() => tensor.values).toThrow(DisposedError);
  });
});
