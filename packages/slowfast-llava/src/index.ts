export { createVideoAssistant, planVideo, type VideoAssistantStages } from '@slowfast/pipeline';
export * from '@slowfast/spec';
export { assistantInProcess } from './assistant-in-process.ts';
export type { AssistantOptions } from './assistant-options.ts';
export type { BackendTable } from './backend-table.ts';
export { type ModelDefaults, paperDefaults } from './model-defaults.ts';
export { openAssistant } from './open-assistant.ts';
export { configuredReduction, type ReductionOptions } from './reduction-strategy.ts';
