import type { MessagePort, Transferable as NodeTransferable, Worker } from 'node:worker_threads';
import type { MessageTransport } from '@slowfast/pipeline';

/** A worker thread, or a worker's port to its parent, as a message transport. */
export function nodeTransport(port: Worker | MessagePort): MessageTransport {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer as readonly NodeTransferable[]),
    onMessage: (receive) => {
      port.on('message', receive);
    },
  };
}
