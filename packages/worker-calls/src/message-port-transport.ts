import type { MessageTransport } from './message-transport.ts';

/** A `MessagePort`, of a page or of Node, by the members that are used. */
export interface PortLike {
  postMessage(message: unknown, transfer?: readonly object[]): void;
  addEventListener(type: string, listen: unknown, options?: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A message port as a transport. In Node an open port keeps the process alive; `close` closes it. Browsers that have no event
 * `close` of ports don't tell when the other end has gone without a word.
 */
export function messagePortTransport(port: PortLike): MessageTransport {
  const closed = new AbortController();
  const { signal } = closed;
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (receive) => {
      port.addEventListener('message', ({ data }: MessageEvent) => receive(data), { signal });
      port.start();
    },
    onEnd: (tell) => {
      port.addEventListener('close', () => tell('its port was closed'), { signal });
      port.addEventListener('messageerror', () => tell('a message could not be read'), { signal });
    },
    close: async () => {
      closed.abort();
      port.close();
    },
  };
}
