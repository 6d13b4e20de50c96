export { createVideoAssistant } from './create-video-assistant.ts';
export { frameIndexAt } from './frame-index-at.ts';
export { type PlanningStages, planVideo } from './plan-video.ts';
export type { VideoAssistantStages, VideoPlace } from './stages.ts';
export type { MessageTransport } from './worker/message-transport.ts';
export { type RemoteVideoAssistant, remoteVideoAssistant } from './worker/remote-video-assistant.ts';
export { serveVideoAssistant } from './worker/serve-video-assistant.ts';
