import { serveVideoAssistant } from '@slowfast/pipeline';
import { webWorkerScopeTransport } from '@slowfast/worker-calls';
import { assistantInProcess } from './assistant-in-process.browser.ts';
import type { BackendTable } from './backend-table.ts';
import type { SentAssistantOptions } from './connect.ts';

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
  serveVideoAssistant(webWorkerScopeTransport(), (options: SentAssistantOptions, { signal, emit }) =>
    assistantInProcess({ ...options, signal, onDownload: emit }, backends),
  );
}
