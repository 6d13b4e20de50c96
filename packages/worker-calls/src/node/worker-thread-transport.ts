import type { Transferable as NodeTransferable, Worker } from 'node:worker_threads';
import type { MessageTransport } from '../message-transport.ts';

/**
 * A worker thread as a transport; its script uses {@link parentPortTransport}. The thread keeps the process alive while it is
 * waited for, and at no other time: a program that forgets to close it ends all the same. `close` ends the thread.
 */
export function workerThreadTransport(worker: Worker): MessageTransport {
  let isClosed = false;
  worker.unref();
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer as readonly NodeTransferable[]),
    onMessage: (receive) => {
      worker.on('message', receive);
    },
    onEnd: (tell) => {
      const end = (reason: string) => {
        if (!isClosed) tell(reason);
      };
      worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
      worker.on('messageerror', () => end('a message could not be read'));
      worker.on('exit', (code) => end(`it exited with code ${code}`));
    },
    setAwaited: (isAwaited) => (isAwaited ? worker.ref() : worker.unref()),
    close: async () => {
      isClosed = true;
      await worker.terminate();
    },
  };
}
