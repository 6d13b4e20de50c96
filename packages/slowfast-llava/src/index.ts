export { disableRuntimeTelemetry } from '@slowfast/onnx-session/node';
// Not in exports.ts: of a build only entries pass on all of another package.
export * from '@slowfast/spec';
export * from './exports.ts';
export { openAssistant } from './open-assistant.ts';
