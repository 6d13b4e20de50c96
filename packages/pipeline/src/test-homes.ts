import type { VideoAssistant } from '@slowfast/spec';
import { messagePortTransport } from '@slowfast/worker-calls';
import { createVideoAssistant } from './create-video-assistant.ts';
import type { VideoAssistantStages } from './stages.ts';
import { remoteVideoAssistant } from './worker/remote-video-assistant.ts';
import { serveVideoAssistant } from './worker/serve-video-assistant.ts';

function overChannel(stages: VideoAssistantStages): VideoAssistant {
  const { port1, port2 } = new MessageChannel();
  serveVideoAssistant(messagePortTransport(port2), async () => createVideoAssistant(stages));
  const assistant = remoteVideoAssistant(messagePortTransport(port1));
  void assistant.open();
  return assistant;
}

/** The same interface, here and behind a channel: every test runs on both. */
export const homes: readonly [string, (stages: VideoAssistantStages) => VideoAssistant][] = [
  ['in this thread', createVideoAssistant],
  ['behind a message channel', overChannel],
];
