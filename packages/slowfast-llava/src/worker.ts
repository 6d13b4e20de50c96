import { serveVideoAssistant, webWorkerTransport } from '@slowfast/pipeline';
import { assistantInProcess } from './assistant-in-process.browser.ts';
import type { BackendTable } from './backend-table.ts';
import type { OpenMessage } from './connect.ts';
import { openingOptionsOf } from './opening-channel.ts';
import { holdLifeLock } from './worker-life.browser.ts';

export type { BackendTable } from './backend-table.ts';

/** What {@link serveAssistant} may be told. */
export interface ServeAssistantOptions {
  /** More backends by name, for the option `backend` of `openAssistant`; made in this worker when asked for. */
  readonly backends?: BackendTable;
}

/**
 * Serves one assistant to the page that started this web worker with `openAssistant`. A module of your own that calls it
 * is a worker for the option `worker`:
 *
 * ```ts
 * serveAssistant({ backends: { mine: () => myBackend() } });
 * ```
 */
export function serveAssistant({ backends }: ServeAssistantOptions = {}): void {
  const open = ({ data }: MessageEvent<OpenMessage>) => {
    const { options, lifeLock, opening } = data;
    const assistant = holdLifeLock(lifeLock).then(() =>
      assistantInProcess({ ...options, ...openingOptionsOf(opening) }, backends),
    );
    serveVideoAssistant(webWorkerTransport(), assistant);
  };
  addEventListener('message', open, { once: true });
}
