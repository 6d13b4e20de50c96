import { isUint16Array } from '@slowfast/spec';
import type { OnnxTensor, OnnxTensorData } from '../onnx-tensor.ts';
import type { OnnxRuntimeWebModule } from './load-onnxruntime-web.ts';

/** A tensor of the runtime, in host memory or on the graphics processor. */
export type WebTensor = InstanceType<OnnxRuntimeWebModule['Tensor']>;

/** The runtime's own tensor of the same values, not copied: it copies them into its memory when it runs. */
export function toWebTensor(ort: OnnxRuntimeWebModule, tensor: OnnxTensor): WebTensor {
  return new ort.Tensor(tensor.type, tensor.data as Float32Array, [...tensor.shape]) as WebTensor;
}

/** Plain data over the values of a tensor that is in host memory, not copied. */
export function fromWebTensor({ type, dims }: WebTensor, values: unknown): OnnxTensor {
  const data = values as OnnxTensorData;
  // Where the browser has Float16Array, half precision comes as one.
  const isBits = type !== 'float16' || isUint16Array(data);
  const view = data as Uint16Array;
  return {
    type,
    data: isBits ? data : new Uint16Array(view.buffer, view.byteOffset, view.length),
    shape: dims,
  };
}
