import type { VideoAssistant } from '@slowfast/spec';
import type { AssistantOptions } from './assistant-options.ts';
import { connectAssistant } from './connect.ts';
import { checkAssistantOptions, checkPageOptions } from './option-names.ts';

/**
 * Makes an assistant from a checkpoint, in a web worker, so that the page stays free while models run. Its videos are Blobs
 * (files) and addresses; relative ones count from the page.
 *
 * Memory: the weights, one chunk of frames and features, the reduced tokens and the key-value cache of each watched
 * video. Dispose it to end the worker. When the worker ends by itself, everything pending fails with
 * WorkerFailedError.
 *
 * @throws ModelNotFoundError, ModelIncompleteError, ModelInvalidError or ModelUnsupportedError for a model that can't be
 * used; InvalidAggregationError, InvalidSelectionError or InvalidSettingError for options that make no sense;
 * UnknownOptionError for options that there are not; WorkerFailedError when the worker's script could not be loaded; for a model of the hub what `pullHubModel` throws; the reason
 * of the signal.
 */
export async function openAssistant(options: AssistantOptions = {}): Promise<VideoAssistant> {
  checkAssistantOptions(options);
  checkPageOptions(options);
  const { worker: start = startWorker, ...rest } = options;
  if (start === false) {
    const { assistantInProcess } = await import('./assistant-in-process.browser.ts');
    return assistantInProcess(rest);
  }
  const { stages: _, ...sendable } = rest;
  return connectAssistant(start() as Worker, sendable);
}

function startWorker(): Worker {
  return new Worker(new URL('./assistant-worker.browser.ts', import.meta.url), { type: 'module' });
}
