import { parentPort } from 'node:worker_threads';
import { serveVideoAssistant } from '@slowfast/pipeline';
import { WorkerFailedError } from '@slowfast/spec';
import { parentPortTransport } from '@slowfast/worker-calls/node';
import { assistantInProcess } from './assistant-in-process.ts';
import type { OpeningInNode } from './open-assistant.ts';
import { checkStageNames } from './option-names.ts';
import type { ServeAssistantOptions } from './serve-assistant-options.ts';

export type { ServeAssistantOptions } from './serve-assistant-options.ts';

/**
 * Serves one assistant to whoever started this worker with `openAssistant`. A module of your own that calls it is a worker for the
 * option `worker`, in Node and in a page:
 *
 * ```ts
 * serveAssistant({ stages: { sampler: mySampler, backends: { mine: () => myBackend() } } });
 * ```
 *
 * @throws UnknownOptionError for a stage that there is not; WorkerFailedError outside of a worker.
 */
export function serveAssistant({ stages }: ServeAssistantOptions = {}): void {
  checkStageNames(stages);
  if (!parentPort)
    throw new WorkerFailedError({ reason: 'serveAssistant was called outside of a worker thread' });
  serveVideoAssistant(parentPortTransport(parentPort), ({ options, devices }: OpeningInNode, { signal }) =>
    assistantInProcess({ ...options, stages, signal }, devices),
  );
}
