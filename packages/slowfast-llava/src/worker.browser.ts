import { isHubModelName } from '@slowfast/hub-client';
import { serveVideoAssistant } from '@slowfast/pipeline';
import { webWorkerScopeTransport } from '@slowfast/worker-calls';
import { assistantInProcess } from './assistant-in-process.browser.ts';
import type { OpeningInPage } from './open-assistant.browser.ts';
import { checkStageNames } from './option-names.ts';
import type { ServeAssistantOptions } from './serve-assistant-options.ts';

export type { ServeAssistantOptions } from './serve-assistant-options.ts';

/** In a page's worker; {@link serveAssistant} of Node has the documentation of both. */
export function serveAssistant({ stages }: ServeAssistantOptions = {}): void {
  checkStageNames(stages);
  serveVideoAssistant(
    webWorkerScopeTransport(),
    ({ options, modelText }: OpeningInPage, { signal, emit }) => {
      const model = modelText ? modelPlace(modelText) : options.model;
      return assistantInProcess({ ...options, model, stages, signal, onDownload: emit });
    },
  );
}

function modelPlace({ text, base }: NonNullable<OpeningInPage['modelText']>): string {
  // What is neither is refused where it is opened.
  return isHubModelName(text) || !URL.canParse(text, base) ? text : new URL(text, base).href;
}
