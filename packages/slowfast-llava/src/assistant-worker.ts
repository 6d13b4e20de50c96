import { parentPort } from 'node:worker_threads';
import { serveVideoAssistant } from '@slowfast/pipeline';
import { parentPortTransport } from '@slowfast/worker-calls/node';
import { assistantInProcess } from './assistant-in-process.ts';
import type { NodeAssistantOptions } from './node-assistant-options.ts';

// Entry of the worker thread that `openAssistant` starts: makes one assistant and serves it to its parent.
if (parentPort) {
  serveVideoAssistant(parentPortTransport(parentPort), (options: NodeAssistantOptions, { signal }) =>
    assistantInProcess({ ...options, signal }),
  );
}
