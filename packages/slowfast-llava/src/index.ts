export { disableRuntimeTelemetry } from '@slowfast/onnx-session';
export * from './exports.ts';
export { openAssistant } from './open-assistant.ts';
