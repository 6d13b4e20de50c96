export * from './create-onnx-session.browser.ts';
export { checkNodeDevice, checkPageDevice, type Device, deviceNames } from './device.ts';
export { fromFloat16, toFloat16 } from './float16.ts';
export type * from './onnx-runtime.ts';
export type * from './onnx-session.ts';
export * from './onnx-tensor.ts';
export { disposeValues, isResident } from './resident-tensor.ts';
export { onnxRuntimeWeb } from './web/onnx-runtime-web.ts';
export type { OnnxRuntimeWebOptions } from './web/web-options.ts';
