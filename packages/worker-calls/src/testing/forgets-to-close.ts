import { Worker } from 'node:worker_threads';
import { workerThreadTransport } from '../node/worker-thread-transport.ts';
import { createRpcPeer } from '../rpc-peer.ts';

// A program that waits for an answer, closes nothing, and has nothing else that keeps it alive.
const worker = new Worker(new URL('./worker-thread.ts', import.meta.url));
const peer = createRpcPeer(workerThreadTransport(worker), {});
const [first, second] = await Promise.all([
  peer.call<number>('double', { value: 21, afterMs: 0 }),
  peer.call<number>('double', { value: 4, afterMs: 500 }),
]);
console.log(first, second);
const cancelled = peer.call('double', { value: 1, afterMs: 1e9 }, { signal: AbortSignal.timeout(1) });
await cancelled.catch((error) => console.log(error.name));
