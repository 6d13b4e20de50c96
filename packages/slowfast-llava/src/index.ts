export { disableRuntimeTelemetry } from '@slowfast/onnx-session';
export {
  assertPlanFits,
  createVideoAssistant,
  leftOutNotices,
  planVideo,
  type VideoAssistantStages,
} from '@slowfast/pipeline';
export * from '@slowfast/spec';
export type { AdaptStages } from './assemble-assistant.ts';
export { assistantInProcess } from './assistant-in-process.ts';
export type { AssistantOptions } from './assistant-options.ts';
export type { BackendTable } from './backend-table.ts';
export { type InspectModelOptions, inspectModel } from './inspect/inspect-model.ts';
export type * from './inspect/model-inspection.ts';
export { type ModelDefaults, paperDefaults } from './model-defaults.ts';
export type { NodeAssistantOptions } from './node-assistant-options.ts';
export { openAssistant } from './open-assistant.ts';
export type { OpeningOptions } from './opening-options.ts';
export { configuredReduction, type ReductionOptions } from './reduction-strategy.ts';
