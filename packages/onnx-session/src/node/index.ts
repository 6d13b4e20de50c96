export * from './choose-onnx-runtime-node.ts';
export * from './describe-devices.ts';
export { disableRuntimeTelemetry } from './disable-runtime-telemetry.ts';
export { type OnnxRuntimeNodeOptions, onnxRuntimeNode } from './onnx-runtime-node.ts';
export type { NodeProvider } from './provider.ts';
