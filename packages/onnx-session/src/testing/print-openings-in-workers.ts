import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';
import { createOnnxSession } from '../index.ts';
import { disableRuntimeTelemetry } from '../node/index.ts';
import { sumModel } from './sum-model.ts';

// Opens sessions in worker threads with several environments, one after the other, and prints what came of each: `opened`, or the error.
// At first in the main thread, whose `process.env` was replaced.

type Outcome = 'opened' | { readonly code?: string; readonly message: string };

async function open(): Promise<Outcome> {
  try {
    await using _ = await createOnnxSession(sumModel('float32'));
    return 'opened';
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return { ...(code !== undefined && { code }), message };
  }
}

function openInWorker(options: WorkerOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), options);
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (isMainThread) {
  const { env } = process;
  process.env = { ...env };
  const replaced = await open();
  process.env = env;
  const copy = await openInWorker({});
  const changedCopy = await openInWorker({ env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' } });
  const before = process.env.ORT_DISABLE_TELEMETRY;
  const shared = process.argv.includes('--shared') ? await openInWorker({ env: SHARE_ENV }) : undefined;
  if (!shared) await disableRuntimeTelemetry();
  const after = process.env.ORT_DISABLE_TELEMETRY;
  const emptyCopy = await openInWorker({ env: {} });
  console.log(JSON.stringify({ replaced, copy, changedCopy, before, shared, after, emptyCopy }));
} else {
  parentPort!.postMessage(await open());
}
