import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import { type VideoAssistant, WorkerFailedError } from '@slowfast/spec';
import type { AssistantOptions } from './assistant-options.ts';
import { nodeTransport } from './node-transport.ts';
import { sendableModel } from './sendable-model.ts';

// The entry stands beside this file, as source and as build alike.
const workerEntry = new URL(
  import.meta.url.endsWith('.ts') ? './assistant-worker.ts' : './assistant-worker.js',
  import.meta.url,
);

/**
 * Makes an assistant from a checkpoint, in a worker thread, so that this thread stays free while models run.
 *
 * Memory: the weights, one chunk of frames and features, the reduced tokens and the key-value cache of each watched
 * video. Dispose it to end the worker, which keeps the process alive until then.
 *
 * @throws ModelNotFoundError, ModelIncompleteError, ModelInvalidError or ModelUnsupportedError for a folder that can't be
 * used; InvalidAggregationError, InvalidSelectionError or InvalidSettingError for options that make no sense.
 */
export async function openAssistant(options: AssistantOptions = {}): Promise<VideoAssistant> {
  const { model, ...rest } = options;
  const pathOf = (place: string | URL) => (place instanceof URL ? fileURLToPath(place) : place);
  const sendable = model === undefined ? rest : { ...rest, model: sendableModel(model, pathOf) };
  const worker = new Worker(workerEntry, { workerData: sendable });
  let disposing = false;
  const assistant = remoteVideoAssistant(nodeTransport(worker), async () => {
    disposing = true;
    await worker.terminate();
  });
  const fail = (reason: string) => {
    if (!disposing) assistant.fail(new WorkerFailedError({ reason }));
  };
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => fail(`it exited with code ${code}`));
  try {
    await assistant.ready();
    return assistant;
  } catch (error) {
    await assistant.dispose();
    throw error;
  }
}
