import { parentPort, workerData } from 'node:worker_threads';
import { installedTfjsBackend } from '@slowfast/tensor-backends/installed-tfjs';
import { aggregate } from './aggregate.ts';

const backend = await installedTfjsBackend({ from: workerData });
parentPort!.on('message', async (size: number) => parentPort!.postMessage(await aggregate(backend, size)));
parentPort!.postMessage(backend.name);
