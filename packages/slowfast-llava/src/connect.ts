import { isHubModelName } from '@slowfast/hub-client';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import type { VideoAssistant } from '@slowfast/spec';
import { webWorkerTransport } from '@slowfast/worker-calls';
import type { BrowserAssistantOptions } from './browser-assistant-options.ts';
import type { OpeningOptions } from './opening-options.ts';
import { checkAssistantOptions, pageOptionNames } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';

/** How to make the assistant: all of `openAssistant` but the worker. */
export type ConnectAssistantOptions = Omit<BrowserAssistantOptions, 'worker'>;

/** What of that is sent to the worker, as the argument of its opening. */
export type SentAssistantOptions = Omit<ConnectAssistantOptions, keyof OpeningOptions>;

/**
 * What `openAssistant` does, in a worker of your own that has just been started: a module that calls `serveAssistant` of
 * `slowfast-llava/worker`. This entry names no other worker, so that bundlers build none beside yours.
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
export async function connectAssistant(
  worker: Worker,
  options: ConnectAssistantOptions = {},
): Promise<VideoAssistant> {
  const { model, onDownload, signal, ...rest } = options;
  const hubModel = typeof model === 'string' && isHubModelName(model) ? model : undefined;
  let sent: SentAssistantOptions = rest;
  try {
    checkAssistantOptions('connectAssistant', options, pageOptionNames);
    if (model !== undefined) sent = { ...rest, model: hubModel ?? sendableModel(model, addressOf) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const assistant = remoteVideoAssistant(webWorkerTransport(worker), { resolvePlace: addressOf });
  // Only pages may ask that the storage is not given to others; some browsers then ask people.
  if (hubModel !== undefined) void navigator.storage?.persist?.().catch(() => {});
  await assistant.open(sent, { signal, onEvent: onDownload });
  return assistant;
}

/** What is relative counts from the page, not from the worker's script. */
function addressOf(place: string | URL): string {
  return new URL(place, document.baseURI).href;
}
