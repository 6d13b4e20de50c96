export { messagePortTransport } from './message-port-transport.ts';
export type { MessageTransport, Moved } from './message-transport.ts';
export {
  type CallContext,
  type CallHandler,
  type CallOptions,
  createRpcPeer,
  type RpcPeer,
} from './rpc-peer.ts';
export { webWorkerScopeTransport } from './web-worker-scope-transport.ts';
export { webWorkerTransport } from './web-worker-transport.ts';
