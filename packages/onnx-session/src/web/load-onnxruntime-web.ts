import { RuntimeUnavailableError } from '@slowfast/spec';
import { firstLine } from '../runtime-failed.ts';
import { serialQueue } from './serial-queue.ts';
import type { WebProvider } from './web-options.ts';

/** The module as its types describe it. */
export type OnnxRuntimeWebModule = typeof import('onnxruntime-web');

/** The module of a provider, and the queue that everything done with it waits in. */
export interface LoadedWebModule {
  readonly ort: OnnxRuntimeWebModule;
  /** The runtime takes one call at a time, whatever the session. */
  readonly serially: ReturnType<typeof serialQueue>;
}

// A module is one per page or worker, and so is its queue.
const queues = new WeakMap<object, ReturnType<typeof serialQueue>>();

/**
 * Loads the script of a provider, which is an optional peer dependency; its WebAssembly comes with the first session. The
 * script must stay a file of its own, because its threads are workers that run the same file: hence the imports.
 *
 * @throws RuntimeUnavailableError when it is not installed.
 */
export async function loadOnnxRuntimeWeb(provider: WebProvider): Promise<LoadedWebModule> {
  try {
    const ort = await importModule(provider);
    const serially = queues.get(ort) ?? serialQueue();
    queues.set(ort, serially);
    return { ort, serially };
  } catch (cause) {
    throw new RuntimeUnavailableError(
      {
        runtime: 'onnxruntime-web',
        reason: `its script could not be loaded (${firstLine(cause)})`,
        remedy: 'Install it beside this package: npm install onnxruntime-web',
      },
      { cause },
    );
  }
}

function importModule(provider: WebProvider): Promise<OnnxRuntimeWebModule> {
  return provider === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm');
}
