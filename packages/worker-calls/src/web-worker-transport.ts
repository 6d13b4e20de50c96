import type { MessageTransport } from './message-transport.ts';
import { isLifeMessage, onWorkerEnd } from './worker-life.ts';

/** A web worker, by the members that are used. */
export interface WebWorkerLike {
  postMessage(message: unknown, transfer?: readonly object[]): void;
  addEventListener(type: string, listen: unknown, options?: unknown): void;
  terminate(): void;
}

/**
 * A web worker that has just been started, as a transport; its script uses {@link webWorkerScopeTransport}. `close` ends the
 * worker. When it ends by itself that is told: because its script could not be loaded, it threw outside of a call, it closed
 * itself, or the browser ended it.
 */
export function webWorkerTransport(worker: WebWorkerLike): MessageTransport {
  const closed = new AbortController();
  const { signal } = closed;
  let onEnd: (reason: string) => void = () => {};
  const end = (reason: string) => {
    if (!signal.aborted) onEnd(reason);
  };
  worker.addEventListener(
    'error',
    (event: ErrorEvent) => {
      event.preventDefault();
      end(event.message || 'its script could not be loaded');
    },
    { signal },
  );
  worker.addEventListener('messageerror', () => end('a message could not be read'), { signal });
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    onMessage: (receive) => {
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent) => {
          if (isLifeMessage(data)) onWorkerEnd(data, signal, () => end('it stopped'));
          else receive(data);
        },
        { signal },
      );
    },
    onEnd: (tell) => {
      onEnd = tell;
    },
    close: async () => {
      closed.abort();
      worker.terminate();
    },
  };
}
