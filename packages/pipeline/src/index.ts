export { createVideoAssistant } from './create-video-assistant.ts';
export { leftOutNotices } from './left-out-notices.ts';
export { reductionSettingNames } from './options/assistant-options.ts';
export { assertKnownOptions, type OptionNames } from './options/known-options.ts';
export { assertPlanFits, type PlanningStages, planVideo } from './plan-video.ts';
export type { ReducingStages, VideoAssistantStages } from './stages.ts';
export {
  type RemoteVideoAssistant,
  type RemoteVideoAssistantOptions,
  remoteVideoAssistant,
} from './worker/remote-video-assistant.ts';
export { serveVideoAssistant } from './worker/serve-video-assistant.ts';
