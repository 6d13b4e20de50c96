import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isModelFiles, modelOnDisk } from '@slowfast/model-files';
import { disableRuntimeTelemetry } from '@slowfast/onnx-session';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import { isError, isUrl, PackageBundledError, type VideoAssistant, WorkerFailedError } from '@slowfast/spec';
import type { NodeAssistantOptions } from './node-assistant-options.ts';
import { nodeTransport } from './node-transport.ts';
import { checkAssistantOptions, openingOptionNames } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';

/**
 * The worker's script, which stands beside this file, as source and as build alike.
 *
 * @throws PackageBundledError where it does not. A bundle of CommonJS has not even an address.
 */
function workerEntry(): URL {
  const here: string | undefined = import.meta.url;
  const name = here?.endsWith('.ts') ? 'assistant-worker.ts' : 'assistant-worker.js';
  const entry = here === undefined ? undefined : new URL(`./${name}`, here);
  if (entry && existsSync(entry)) return entry;
  throw new PackageBundledError({ package: 'slowfast-llava', missing: entry ? fileURLToPath(entry) : name });
}

/**
 * Makes an assistant from a checkpoint, in a worker thread, so that this thread stays free while models run.
 *
 * Memory: the weights, one chunk of frames and features, the reduced tokens and the key-value cache of each watched
 * video. Dispose it to end the worker, which keeps the process alive until then.
 *
 * @throws ModelNotFoundError, ModelIncompleteError, ModelInvalidError or ModelUnsupportedError for a folder that can't be
 * used; InvalidAggregationError, InvalidSelectionError or InvalidSettingError for options that make no sense; UnknownOptionError
 * for options that there are not; for a model of the hub what `pullHubModel` throws; RuntimeUnavailableError in a worker thread of
 * your own that can't keep onnxruntime from sending usage data (`disableRuntimeTelemetry`); PackageBundledError in a bundle; the
 * reason of the signal.
 */
export async function openAssistant(options: NodeAssistantOptions = {}): Promise<VideoAssistant> {
  checkAssistantOptions('openAssistant', options, openingOptionNames);
  const { model, onDownload, signal, hub, ...rest } = options;
  signal?.throwIfAborted();
  const entry = workerEntry();
  // Models of the hub are fetched here: a download waits for the network most of the time, and can be told and cancelled.
  const fetched =
    model === undefined || isModelFiles(model) ? model : await modelOnDisk(model, { ...options });
  const pathOf = (place: string | URL) => (isUrl(place) ? fileURLToPath(place) : place);
  const sendable = fetched === undefined ? rest : { ...rest, model: sendableModel(fetched, pathOf) };
  // The worker could not: its environment is a copy.
  await disableRuntimeTelemetry();
  const worker = new Worker(entry, { workerData: sendable });
  let disposing = false;
  const assistant = remoteVideoAssistant(nodeTransport(worker), async () => {
    disposing = true;
    await worker.terminate();
  });
  const fail = (reason: string) => {
    if (!disposing) assistant.fail(new WorkerFailedError({ reason }));
  };
  worker.on('error', (error) => fail(isError(error) ? error.message : String(error)));
  worker.on('exit', (code) => fail(`it exited with code ${code}`));
  const cancelled = cancellation(signal);
  try {
    await Promise.race([assistant.ready(), cancelled.promise]);
    return assistant;
  } catch (error) {
    await assistant.dispose();
    throw error;
  } finally {
    cancelled.end();
  }
}

/** Rejects with the reason of the signal when that is aborted before the end. */
function cancellation(signal: AbortSignal | undefined) {
  let onAbort = () => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason);
  });
  signal?.addEventListener('abort', onAbort, { once: true });
  return { promise, end: () => signal?.removeEventListener('abort', onAbort) };
}
