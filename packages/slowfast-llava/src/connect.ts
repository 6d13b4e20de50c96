import { isHubModelName } from '@slowfast/model-files/hub';
import { remoteVideoAssistant, webWorkerTransport } from '@slowfast/pipeline';
import { type VideoAssistant, WorkerFailedError } from '@slowfast/spec';
import type { BrowserAssistantOptions } from './browser-assistant-options.ts';
import { openingChannel } from './opening-channel.ts';
import type { OpeningOptions } from './opening-options.ts';
import { checkAssistantOptions, openingOptionNames } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';
import { onWorkerEnd } from './worker-life.browser.ts';

/** How to make the assistant: all of `openAssistant` but the worker. */
export type ConnectAssistantOptions = Omit<BrowserAssistantOptions, 'worker'>;

/** The first message to the worker; calls follow. */
export interface OpenMessage {
  readonly options: Omit<ConnectAssistantOptions, keyof OpeningOptions>;
  /** Name of the lock that the worker holds while it lives. */
  readonly lifeLock: string;
  /** Progress of the opening, and its cancellation. */
  readonly opening: MessagePort;
}

/**
 * What `openAssistant` does, in a worker of your own that has just been started: a module that calls `serveAssistant` of
 * `slowfast-llava/worker`. This entry names no other worker, so that bundlers build none beside yours.
 *
 * Memory: the weights, one chunk of frames and features, the reduced tokens and the key-value cache of each watched
 * video. Dispose it to end the worker. When the worker ends by itself, everything pending fails with
 * {@link WorkerFailedError}.
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
  try {
    checkAssistantOptions('connectAssistant', options, openingOptionNames);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const { model, onDownload, signal, ...rest } = options;
  const ended = new AbortController();
  const assistant = remoteVideoAssistant(
    webWorkerTransport(worker),
    async () => {
      ended.abort();
      worker.terminate();
    },
    { resolvePlace: addressOf },
  );
  const fail = (reason: string) => {
    if (ended.signal.aborted) return;
    ended.abort();
    worker.terminate();
    assistant.fail(new WorkerFailedError({ reason }));
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.message || 'its script could not be loaded');
  });
  worker.addEventListener('messageerror', () => fail('a message could not be read'));
  const lifeLock = `slowfast-assistant-${crypto.randomUUID()}`;
  const hubModel = typeof model === 'string' && isHubModelName(model) ? model : undefined;
  const sendable =
    model === undefined ? rest : { ...rest, model: hubModel ?? sendableModel(model, addressOf) };
  const opening = openingChannel({ ...(onDownload && { onDownload }), ...(signal && { signal }) }, () =>
    onWorkerEnd(lifeLock, ended.signal, () => fail('it stopped')),
  );
  worker.postMessage({ options: sendable, lifeLock, opening: opening.port } satisfies OpenMessage, [
    opening.port,
  ]);
  // Only pages may ask that the storage is not given to others; some browsers then ask people.
  if (hubModel !== undefined) void navigator.storage?.persist?.().catch(() => {});
  try {
    await opening.during(assistant.ready());
    return assistant;
  } catch (error) {
    await assistant.dispose();
    throw error;
  }
}

/** What is relative counts from the page, not from the worker's script. */
function addressOf(place: string | URL): string {
  return new URL(place, document.baseURI).href;
}
