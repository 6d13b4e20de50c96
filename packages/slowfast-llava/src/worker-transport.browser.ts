import type { MessageTransport } from '@slowfast/pipeline';

/** A web worker, or the scope of one, as a message transport. */
export function workerTransport(port: Pick<Worker, 'postMessage' | 'addEventListener'>): MessageTransport {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (receive) => port.addEventListener('message', ({ data }: MessageEvent) => receive(data)),
  };
}
