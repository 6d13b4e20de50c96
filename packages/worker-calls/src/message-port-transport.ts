import type { MessageTransport } from './message-transport.ts';

/**
 * A message port as a transport. In Node an open port keeps the process alive; `close` closes it. Browsers that have no event
 * `close` of ports don't tell when the other end has gone without a word.
 */
export function messagePortTransport(port: MessagePort): MessageTransport {
  const closed = new AbortController();
  const { signal } = closed;
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (receive) => {
      port.addEventListener('message', ({ data }) => receive(data), { signal });
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
