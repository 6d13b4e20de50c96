import { parentPort } from 'node:worker_threads';
import { parentPortTransport } from '../node/parent-port-transport.ts';
import { createRpcPeer } from '../rpc-peer.ts';

// A worker thread that answers after a while, ends itself without a word, and throws outside of a call.
createRpcPeer(parentPortTransport(parentPort!), {
  double: async ({ value, afterMs }: { readonly value: number; readonly afterMs: number }) => {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    return value * 2;
  },
  stop: () => process.exit(3),
  throw: () => {
    setTimeout(() => {
      throw new Error('outside of a call');
    });
    return new Promise(() => {});
  },
});
