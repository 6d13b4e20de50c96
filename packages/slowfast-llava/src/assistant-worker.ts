import { parentPort, workerData } from 'node:worker_threads';
import { serveVideoAssistant } from '@slowfast/pipeline';
import { assistantInProcess } from './assistant-in-process.ts';
import type { ChosenDevices } from './device/chosen-devices.ts';
import { nodeTransport } from './node-transport.ts';

/** What `openAssistant` sends. */
export interface WorkerData {
  readonly options: Parameters<typeof assistantInProcess>[0];
  /** Chosen before, as models of the hub are fetched by them. */
  readonly devices: ChosenDevices;
}

// Entry of the worker thread that `openAssistant` starts: makes one assistant and serves it to its parent.
if (parentPort) {
  const { options, devices } = workerData as WorkerData;
  serveVideoAssistant(nodeTransport(parentPort), assistantInProcess(options, {}, undefined, devices));
}
