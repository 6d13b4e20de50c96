import { expect, test } from 'vitest';
import { float32Tensor } from '../onnx-tensor.ts';
import { loadOnnxRuntimeNode } from './load-onnxruntime-node.ts';
import { toRuntimeTensor } from './onnx-tensor-conversion.ts';

const ort = await loadOnnxRuntimeNode();

test('views are handed on, not copied', () => {
  const view = new Float32Array(10).subarray(2, 6);
  expect(toRuntimeTensor(ort, float32Tensor(view, [2, 2])).data).toBe(view);
  const bits = new Uint16Array(10).subarray(2, 6);
  expect(toRuntimeTensor(ort, { type: 'float16', data: bits, shape: [4] }).data).toBe(bits);
});

test('shared memory, which the runtime refuses, is copied', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8));
  const { data } = toRuntimeTensor(ort, float32Tensor(shared, [2]));
  expect(data).toEqual(new Float32Array(2));
  expect((data as Float32Array).buffer).toBeInstanceOf(ArrayBuffer);
});
