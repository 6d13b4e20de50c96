export { type LoopbackHub, type PublishOptions, startLoopbackHub } from './loopback-hub.ts';
export { type LoopbackProxy, startLoopbackProxy } from './loopback-proxy.ts';
export { type LoopbackSocks, startLoopbackSocks } from './loopback-socks.ts';
export type { LoggedRequest, Misbehaviour } from './misbehaviour.ts';
export { filesOfFolder, type HubFiles } from './published-model.ts';
export { startTlsFront } from './tls-front.ts';
