import { createRpcPeer } from '../rpc-peer.ts';
import { webWorkerScopeTransport } from '../web-worker-scope-transport.ts';

// A web worker that answers, ends itself without a word, and throws outside of a call.
createRpcPeer(webWorkerScopeTransport(), {
  double: async (value: number) => value * 2,
  stop: () => {
    close();
    return new Promise(() => {});
  },
  throw: () => {
    setTimeout(() => {
      throw new Error('outside of a call');
    });
    return new Promise(() => {});
  },
});
