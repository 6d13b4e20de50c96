import { serveVideoAssistant } from '@slowfast/pipeline';
import { webWorkerScopeTransport } from '@slowfast/worker-calls';
import { assistantInProcess } from './assistant-in-process.browser.ts';
import type { SentAssistantOptions } from './assistant-options.ts';
import { checkStageNames } from './option-names.ts';
import type { ServeAssistantOptions } from './serve-assistant-options.ts';

export type { ServeAssistantOptions } from './serve-assistant-options.ts';

/** In a page's worker; {@link serveAssistant} of Node has the documentation of both. */
export function serveAssistant({ stages }: ServeAssistantOptions = {}): void {
  checkStageNames(stages);
  serveVideoAssistant(webWorkerScopeTransport(), (options: SentAssistantOptions, { signal, emit }) =>
    assistantInProcess({ ...options, stages, signal, onDownload: emit }),
  );
}
