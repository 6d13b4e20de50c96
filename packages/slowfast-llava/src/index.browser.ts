export { createVideoAssistant, planVideo, type VideoAssistantStages } from '@slowfast/pipeline';
export * from '@slowfast/spec';
export { assistantInProcess } from './assistant-in-process.browser.ts';
export type { AssistantOptions } from './assistant-options.ts';
export type { BackendTable } from './backend-table.ts';
export type { BrowserAssistantOptions } from './browser-assistant-options.ts';
export { type ModelDefaults, paperDefaults } from './model-defaults.ts';
export { openAssistant } from './open-assistant.browser.ts';
export { configuredReduction, type ReductionOptions } from './reduction-strategy.ts';
