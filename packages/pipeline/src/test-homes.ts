import type { VideoAssistant } from '@slowfast/spec';
import { createVideoAssistant } from './create-video-assistant.ts';
import type { VideoAssistantStages } from './stages.ts';
import type { MessageTransport } from './worker/message-transport.ts';
import { remoteVideoAssistant } from './worker/remote-video-assistant.ts';
import { serveVideoAssistant } from './worker/serve-video-assistant.ts';

const closers: (() => void)[] = [];

/** Closes the ports of all transports; for after each test. */
export function closeTransports(): void {
  for (const close of closers.splice(0)) close();
}

/** A port as a transport. */
export function transport(port: MessagePort): MessageTransport {
  closers.push(() => port.close());
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (receive) => {
      port.onmessage = ({ data }) => receive(data);
    },
  };
}

function overChannel(stages: VideoAssistantStages): VideoAssistant {
  const { port1, port2 } = new MessageChannel();
  serveVideoAssistant(transport(port2), Promise.resolve(createVideoAssistant(stages)));
  return remoteVideoAssistant(transport(port1), async () => {});
}

/** The same interface, here and behind a channel: every test runs on both. */
export const homes: readonly [string, (stages: VideoAssistantStages) => VideoAssistant][] = [
  ['in this thread', createVideoAssistant],
  ['behind a message channel', overChannel],
];
