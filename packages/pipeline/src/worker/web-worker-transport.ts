import type { MessageTransport } from './message-transport.ts';

type Port = Pick<Worker, 'postMessage' | 'addEventListener'>;

/** A web worker as a message transport; without one, the scope of the worker that this runs in, whose page is the other end. */
export function webWorkerTransport(worker?: Worker): MessageTransport {
  // The types of pages have no worker's scope; its two members are those of the worker that the page has.
  const port = worker ?? (globalThis as unknown as Port);
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (receive) => port.addEventListener('message', ({ data }: MessageEvent) => receive(data)),
  };
}
