import { parentPort, workerData } from 'node:worker_threads';
import { serveVideoAssistant } from '@slowfast/pipeline';
import { assistantInProcess } from './assistant-in-process.ts';
import { nodeTransport } from './node-transport.ts';

// Entry of the worker thread that `openAssistant` starts: makes one assistant and serves it to its parent.
if (parentPort) serveVideoAssistant(nodeTransport(parentPort), assistantInProcess(workerData));
