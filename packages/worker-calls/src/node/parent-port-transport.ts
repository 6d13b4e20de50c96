import type { MessagePort, Transferable as NodeTransferable } from 'node:worker_threads';
import type { MessageTransport } from '../message-transport.ts';

/** The port of a worker thread to its parent (`parentPort`), as a transport. It keeps the thread alive until it is closed. */
export function parentPortTransport(port: MessagePort): MessageTransport {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer as readonly NodeTransferable[]),
    onMessage: (receive) => {
      port.on('message', receive);
    },
    // A thread does not outlive its parent.
    onEnd: () => {},
    close: async () => port.close(),
  };
}
