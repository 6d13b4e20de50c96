export * from './create-onnx-session.ts';
export { onnxRuntimeNode } from './node/onnx-runtime-node.ts';
export type * from './onnx-runtime.ts';
export type * from './onnx-session.ts';
export * from './onnx-tensor.ts';
