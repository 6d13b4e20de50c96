import type { SessionWorkerReply } from './session-worker.ts';

/** What a module worker says that runs a model on WebAssembly. */
export async function runInWorker(): Promise<SessionWorkerReply> {
  const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<SessionWorkerReply>) => resolve(data));
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
    });
  } finally {
    worker.terminate();
  }
}
