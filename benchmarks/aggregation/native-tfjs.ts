import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** TensorFlow itself, below TensorFlow.js, in a thread of its own: two TensorFlow.js in one thread share an engine. */
export interface NativeTfjs extends AsyncDisposable {
  readonly name: string;
  readonly aggregate: (size: number) => Promise<number>;
}

const folder = new URL('../../.tfjs-node/', import.meta.url);

/** Undefined where `tools/build-tfjs-node.ts` has not built it. */
export async function openNativeTfjs(): Promise<NativeTfjs | undefined> {
  if (!existsSync(new URL('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node', folder)))
    return undefined;
  const worker = new Worker(new URL('./native-tfjs-thread.ts', import.meta.url), { workerData: folder.href });
  const [name] = await once(worker, 'message');
  return {
    name,
    async aggregate(size) {
      worker.postMessage(size);
      const [milliseconds] = await once(worker, 'message');
      return milliseconds;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
