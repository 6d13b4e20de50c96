export * from './choose-onnx-runtime.ts';
