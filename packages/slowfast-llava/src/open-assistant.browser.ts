import type { VideoAssistant } from '@slowfast/spec';
import type { BrowserAssistantOptions } from './browser-assistant-options.ts';
import { connectAssistant } from './connect.ts';
import { checkAssistantOptions, openingOptionNames } from './option-names.ts';

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
export async function openAssistant(options: BrowserAssistantOptions = {}): Promise<VideoAssistant> {
  checkAssistantOptions('openAssistant', options, { ...openingOptionNames, worker: true });
  const { worker: start = startWorker, ...rest } = options;
  return connectAssistant(start(), rest);
}

function startWorker(): Worker {
  return new Worker(new URL('./assistant-worker.browser.ts', import.meta.url), { type: 'module' });
}
