import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const bytesPerThread = 2 ** 29;

/** Threads that read memory of their own. */
export interface MemoryReaders extends AsyncDisposable {
  /**
   * Bytes a second that they read together: each looks once for a byte that isn't there in 512 MB, which Node does with
   * the widest instructions of the processor.
   */
  bandwidth(): Promise<number>;
}

export async function memoryReaders(threads: number): Promise<MemoryReaders> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)));
  const answers = () =>
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  await answers();
  return {
    async bandwidth() {
      const start = performance.now();
      const all = answers();
      for (const worker of workers) worker.postMessage('read');
      await all;
      return (1000 * threads * bytesPerThread) / (performance.now() - start);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

if (!isMainThread) {
  // Written, so that it is real memory.
  const bytes = Buffer.alloc(bytesPerThread, 1);
  parentPort!.on('message', () => parentPort!.postMessage(bytes.indexOf(0)));
  parentPort!.postMessage('ready');
}
