import { isUint16Array } from '@slowfast/spec';
import type { OnnxTensor, OnnxTensorData } from '../onnx-tensor.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';

type RuntimeTensor = InstanceType<OnnxRuntimeNodeModule['Tensor']>;

/** The runtime's own tensor of the same values, not copied where the runtime can read them in place. */
export function toRuntimeTensor(ort: OnnxRuntimeNodeModule, tensor: OnnxTensor): RuntimeTensor {
  const data = unshared(tensor.data);
  const dims = [...tensor.shape];
  if (tensor.type === 'float16') {
    // Where the platform has Float16Array, the runtime's Tensor wraps the bits in one and its binding then refuses it;
    // the binding reads these four properties only.
    const bits = { type: 'float16', data, dims, location: 'cpu' };
    return bits as unknown as RuntimeTensor;
  }
  return new ort.Tensor(tensor.type, data as Float32Array, dims) as RuntimeTensor;
}

/** Plain data over the values of the runtime's tensor, not copied. */
export function fromRuntimeTensor(tensor: RuntimeTensor): OnnxTensor {
  const data = tensor.data as OnnxTensorData;
  const isBits = tensor.type !== 'float16' || isUint16Array(data);
  const view = data as Uint16Array;
  return {
    type: tensor.type,
    data: isBits ? data : new Uint16Array(view.buffer, view.byteOffset, view.length),
    shape: tensor.dims,
  };
}

/** The runtime refuses shared memory. */
function unshared(data: OnnxTensorData): OnnxTensorData {
  const isShared =
    typeof SharedArrayBuffer !== 'undefined' &&
    ArrayBuffer.isView(data) &&
    Object.prototype.toString.call(data.buffer) === '[object SharedArrayBuffer]';
  return isShared ? (data as Float32Array).slice() : data;
}
