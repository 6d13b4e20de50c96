import type { OnnxTensorType, TensorSignature } from './onnx-tensor.ts';

/** What the runtimes tell of an input or output. */
export type RuntimeMetadata =
  | { readonly isTensor: false; readonly name: string }
  | {
      readonly isTensor: true;
      readonly name: string;
      readonly type: string;
      readonly shape: readonly (number | string)[];
    };

/** The same in this package's words. */
export function toSignature(value: RuntimeMetadata): TensorSignature {
  if (!value.isTensor) return { name: value.name, type: 'other', shape: [] };
  return {
    name: value.name,
    type: value.type as OnnxTensorType,
    shape: value.shape.map((size) => (size === '' ? -1 : size)),
  };
}
