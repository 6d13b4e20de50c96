import { serveVideoAssistant, webWorkerTransport } from '@slowfast/pipeline';
import { assistantInProcess } from './assistant-in-process.browser.ts';
import type { OpenMessage } from './connect.ts';
import type { CustomStages } from './custom-stages.ts';
import { openingOptionsOf } from './opening-channel.ts';
import { checkStageNames } from './option-names.ts';
import { holdLifeLock } from './worker-life.browser.ts';

/** Options of {@link serveAssistant}. */
export interface ServeAssistantOptions {
  /** Stages of your own; the assistant disposes them. */
  readonly stages?: CustomStages | undefined;
}

/**
 * Serves one assistant to the page that started this web worker with `openAssistant`. A module of your own that calls it
 * is a worker for the option `worker`:
 *
 * ```ts
 * serveAssistant({ stages: { encoder: myEncoder(), backends: { mine: () => myBackend() } } });
 * ```
 */
export function serveAssistant({ stages }: ServeAssistantOptions = {}): void {
  checkStageNames(stages);
  const open = ({ data }: MessageEvent<OpenMessage>) => {
    const { options, lifeLock, opening } = data;
    const assistant = holdLifeLock(lifeLock).then(() =>
      assistantInProcess({ ...options, ...openingOptionsOf(opening), stages }),
    );
    serveVideoAssistant(webWorkerTransport(), assistant);
  };
  addEventListener('message', open, { once: true });
}
