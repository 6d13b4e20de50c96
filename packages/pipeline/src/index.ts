export { createVideoAssistant } from './create-video-assistant.ts';
export { frameIndexAt } from './frame-index-at.ts';
export { leftOutNotices } from './left-out-notices.ts';
export { reductionSettingNames } from './options/assistant-options.ts';
export { assertKnownOptions, type OptionNames } from './options/known-options.ts';
export { assertPlanFits, type PlanningStages, planVideo } from './plan-video.ts';
export type { VideoAssistantStages, VideoPlace } from './stages.ts';
export type { MessageTransport } from './worker/message-transport.ts';
export {
  type RemoteVideoAssistant,
  type RemoteVideoAssistantOptions,
  remoteVideoAssistant,
} from './worker/remote-video-assistant.ts';
export {
  type CallContext,
  type CallHandler,
  type CallOptions,
  createRpcPeer,
  type RpcPeer,
} from './worker/rpc-peer.ts';
export { serveVideoAssistant } from './worker/serve-video-assistant.ts';
export { webWorkerTransport } from './worker/web-worker-transport.ts';
