import type { MessageTransport } from './message-transport.ts';
import { holdLifeLock } from './worker-life.ts';

/** The members of a worker's scope that are used; the types of pages have no such scope. */
type WorkerScope = Pick<Worker, 'postMessage' | 'addEventListener'> & { close(): void };

/** The scope of the web worker that this runs in, whose page is the other end. `close` ends this worker. */
export function webWorkerScopeTransport(): MessageTransport {
  const scope = globalThis as unknown as WorkerScope;
  const alive = holdLifeLock((message) => scope.postMessage(message));
  return {
    post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    onMessage: (receive) => {
      scope.addEventListener('message', ({ data }: MessageEvent) => void alive.then(() => receive(data)));
    },
    // A worker does not outlive its page.
    onEnd: () => {},
    close: async () => scope.close(),
  };
}
