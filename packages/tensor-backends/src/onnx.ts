export { type OnnxBackend, type OnnxBackendSettings, onnxBackend } from './onnx/onnx-backend.ts';
