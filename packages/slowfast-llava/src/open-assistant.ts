import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { modelOnDisk } from '@slowfast/hub-client/node';
import { isModelFiles, type ModelFiles } from '@slowfast/model-files';
import { disableRuntimeTelemetry } from '@slowfast/onnx-session/node';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import { PackageBundledError, type VideoAssistant } from '@slowfast/spec';
import { workerThreadTransport } from '@slowfast/worker-calls/node';
import type { AssistantOptions, SentAssistantOptions } from './assistant-options.ts';
import { type ChosenDevices, formTimesOf } from './device/chosen-devices.ts';
import { chooseNodeDevices } from './device/node-devices.ts';
import { checkAssistantOptions } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';

/** What a worker thread is opened with. */
export interface OpeningInNode {
  readonly options: SentAssistantOptions;
  /** Chosen before, as models of the hub are fetched for them. */
  readonly devices: ChosenDevices;
}

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
 * Makes an assistant from a checkpoint, in a worker unless the option `worker` says otherwise, so that this thread stays free while models
 * run. In a page relative addresses count from the page.
 *
 * Memory: the weights, one chunk of frames and features, the reduced tokens and the key-value cache of each watched
 * video, until it is disposed, which ends the worker. A worker that is waited for keeps a process of Node alive, an idle one does not. When
 * the worker ends by itself, everything pending fails with WorkerFailedError.
 *
 * @throws ModelNotFoundError, ModelIncompleteError, ModelInvalidError or ModelUnsupportedError for a model that can't be
 * used; InvalidAggregationError, InvalidSelectionError or InvalidSettingError for options that make no sense, here or together;
 * UnknownOptionError for options that there are not; WorkerFailedError when the worker's script could not be loaded; for a model of the hub what
 * `pullHubModel` throws; RuntimeUnavailableError in a worker thread of your own that can't keep onnxruntime from sending usage data
 * (`disableRuntimeTelemetry`); PackageBundledError in a bundle for Node; the reason of the signal.
 */
export async function openAssistant(options: AssistantOptions = {}): Promise<VideoAssistant> {
  checkAssistantOptions(options);
  const { onDownload, signal, hub, device, worker: start = startWorker, stages: _, ...rest } = options;
  signal?.throwIfAborted();
  if (start === false) {
    const { assistantInProcess } = await import('./assistant-in-process.ts');
    return assistantInProcess(options);
  }
  // An opened folder was refused.
  const place = options.model as string | URL | ModelFiles | undefined;
  // They decide which precision is fetched.
  const devices = await chooseNodeDevices(options);
  // Models of the hub are fetched here: a download waits for the network most of the time, and can be told and cancelled.
  const fetched =
    place === undefined || isModelFiles(place)
      ? place
      : await modelOnDisk(place, { ...(options as object), formTimes: formTimesOf(devices) });
  // A worker could not: its environment is a copy.
  await disableRuntimeTelemetry();
  const assistant = remoteVideoAssistant(workerThreadTransport(start() as Worker));
  const sent: OpeningInNode = { options: { ...rest, model: sendableModel(fetched, pathOf) }, devices };
  await assistant.open(sent, { signal });
  return assistant;
}

function startWorker(): Worker {
  return new Worker(workerEntry());
}

function pathOf(place: string | URL): string {
  return place instanceof URL ? fileURLToPath(place) : place;
}
