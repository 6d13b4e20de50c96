// Not in exports.ts: of a build only entries pass on all of another package.
export * from '@slowfast/spec';
export * from './exports.ts';
export { openAssistant } from './open-assistant.browser.ts';

/** In Node: keeps onnxruntime-node from sending usage data. A page's runtime sends none, so there is nothing to do. */
export async function disableRuntimeTelemetry(): Promise<void> {}
