export type { HubProgress, HubSettings, OnHubProgress } from '@slowfast/hub-client';
export type {
  ModelComponent,
  ModelDtype,
  ModelDtypeChoice,
  ModelFiles,
  ModelFolder,
  ModelTensorNames,
  TensorNames,
} from '@slowfast/model-files';
export type { OnnxRuntime } from '@slowfast/onnx-session';
export {
  assertPlanFits,
  createVideoAssistant,
  leftOutNotices,
  planVideo,
  type ReducingStages,
  type VideoAssistantStages,
} from '@slowfast/pipeline';
export type { InstructionText } from '@slowfast/prompt-templates';
export type { AssistantOptions, AssistantWorker } from './assistant-options.ts';
export type { BackendTable } from './backend-table.ts';
export type { CustomStage, CustomStages, PresetStage } from './custom-stages.ts';
export { type Device, type DeviceChoice, parseDeviceChoice } from './device/device-choice.ts';
export { type InspectModelOptions, inspectModel } from './inspect/inspect-model.ts';
export type * from './inspect/model-inspection.ts';
export { type ModelDefaults, paperDefaults } from './model-defaults.ts';
export { configuredReduction, type ReductionOptions } from './reduction-strategy.ts';
