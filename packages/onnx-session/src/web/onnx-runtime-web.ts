import { RuntimeUnavailableError } from '@slowfast/spec';
import { nestedConfig } from '../nested-config.ts';
import type {
  OnnxModelSource,
  OnnxRuntime,
  OnnxRuntimeDescription,
  OnnxSessionOptions,
} from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { checkResidentOutputs } from '../resident-tensor.ts';
import { firstLine, runtimeFailed } from '../runtime-failed.ts';
import { checkThreads } from '../thread-setting.ts';
import { checkHalfPrecision } from './check-half-precision.ts';
import { describeOnnxRuntimeWeb } from './describe-onnx-runtime-web.ts';
import { fetchModel } from './fetch-model.ts';
import {
  type LoadedWebModule,
  loadOnnxRuntimeWeb,
  type OnnxRuntimeWebModule,
  type WebProvider,
} from './load-onnxruntime-web.ts';
import { onnxSessionWeb } from './onnx-session-web.ts';
import { webThreads } from './web-threads.ts';

/** How onnxruntime-web runs. The first session of a provider settles threads and files for its page or worker. */
export interface OnnxRuntimeWebOptions {
  /** `wasm`, the processor, if absent. `webgpu` is a graphics processor; what it lacks runs on the processor. */
  readonly provider?: WebProvider;
  /** Threads of the pool that all sessions share; as many as there are cores, but no more than 8, if absent. */
  readonly threads?: number;
  /**
   * Where the WebAssembly is: a folder (address that ends in `/`) with the files of onnxruntime-web's `dist`, or the
   * address of each file. If absent, where the bundler put it.
   */
  readonly wasmPaths?: string | { readonly wasm?: string | URL; readonly mjs?: string | URL };
}

/**
 * onnxruntime-web, an optional peer dependency whose script and WebAssembly load with the first session. It computes on
 * the thread that it is called on, so keep it in a worker; it starts no worker but those of its threads, for which a page
 * must be cross-origin isolated.
 *
 * The settings of onnxruntime-web are global to a page or worker: `ort.env` of a provider is written once, by the first
 * session; a number of threads or paths that somebody has set there before are kept unless the options name others.
 * Memory that WebAssembly has taken is kept for the next session, never given back.
 */
export function onnxRuntimeWeb(options: OnnxRuntimeWebOptions = {}): OnnxRuntime {
  const { provider = 'wasm' } = options;
  if (options.threads !== undefined) checkThreads(options.threads);
  return {
    name: 'onnxruntime-web',
    describe: (): Promise<OnnxRuntimeDescription> =>
      describeOnnxRuntimeWeb(provider, () => webThreads(options.threads, hasOwnScript(options.wasmPaths))),
    open: (model, sessionOptions = {}) => open(options, provider, model, sessionOptions),
  };
}

async function open(
  runtime: OnnxRuntimeWebOptions,
  provider: WebProvider,
  model: OnnxModelSource,
  options: OnnxSessionOptions,
): Promise<OnnxSession> {
  const { signal, residentOutputs = [], threads } = options;
  signal?.throwIfAborted();
  if (threads !== undefined) checkThreads(threads);
  const module = await loadOnnxRuntimeWeb(provider);
  const label = model instanceof Uint8Array ? 'a model in memory' : String(model);
  const bytes = model instanceof Uint8Array ? model : await fetchModel(model, signal);
  const session = await module.serially(() => {
    signal?.throwIfAborted();
    settle(module.ort, runtime);
    return create(module, bytes, label, sessionSettings(provider, options));
  });
  const opened = onnxSessionWeb(module, session, label, residentOutputs, provider === 'webgpu');
  try {
    signal?.throwIfAborted();
    checkResidentOutputs(residentOutputs, opened.outputs);
    if (provider === 'webgpu') {
      await checkHalfPrecision(module.ort, opened).catch((cause: unknown) => {
        throw runtimeFailed('onnxruntime-web', `loading ${label}`, cause);
      });
    }
    return opened;
  } catch (error) {
    await opened.dispose();
    throw error;
  }
}

type SessionSettings = NonNullable<Parameters<OnnxRuntimeWebModule['InferenceSession']['create']>[1]>;

function sessionSettings(provider: WebProvider, options: OnnxSessionOptions): SessionSettings {
  const { providers, externalData, config, residentOutputs = [] } = options;
  const onDevice = Object.fromEntries(residentOutputs.map((name) => [name, 'gpu-buffer'] as const));
  return {
    logSeverityLevel: onlyFatal,
    executionProviders: [...(providers ?? [provider])],
    ...(provider === 'webgpu' && residentOutputs.length > 0 ? { preferredOutputLocation: onDevice } : {}),
    ...(externalData ? { externalData: [...externalData] } : {}),
    ...(config ? { extra: nestedConfig(config) } : {}),
  };
}

// Errors are thrown; the runtime need not print them too.
const onlyFatal = 4;

/** Writes the global settings; the runtime reads them with its first session only. */
function settle({ env }: OnnxRuntimeWebModule, { threads, wasmPaths }: OnnxRuntimeWebOptions): void {
  if (threads !== undefined || !env.wasm.numThreads) {
    env.wasm.numThreads = webThreads(threads, hasOwnScript(wasmPaths)).threads;
  }
  if (wasmPaths !== undefined) env.wasm.wasmPaths = absolutePaths(wasmPaths);
  env.wasm.proxy = false;
  env.logLevel = 'fatal';
}

/** Whether the script that threads run is given by its address. */
export function hasOwnScript(wasmPaths: OnnxRuntimeWebOptions['wasmPaths']): boolean {
  return typeof wasmPaths === 'string' || wasmPaths?.mjs !== undefined;
}

type WasmPaths = NonNullable<OnnxRuntimeWebOptions['wasmPaths']>;

/** Relative addresses count from the page or worker, not from the script of the runtime. */
function absolutePaths(paths: WasmPaths) {
  const absolute = (path: string | URL) => new URL(path, globalThis.location?.href).href;
  if (typeof paths === 'string') return absolute(paths);
  const { wasm, mjs } = paths;
  return { ...(wasm ? { wasm: absolute(wasm) } : {}), ...(mjs ? { mjs: absolute(mjs) } : {}) };
}

async function create({ ort }: LoadedWebModule, bytes: Uint8Array, label: string, settings: SessionSettings) {
  try {
    return await ort.InferenceSession.create(bytes, settings);
  } catch (cause) {
    const started = /no available backend found\. ERR: (.*)/s.exec(String(cause));
    if (!started) throw runtimeFailed('onnxruntime-web', `loading ${label}`, cause);
    throw new RuntimeUnavailableError(
      {
        runtime: 'onnxruntime-web',
        reason: `it does not start: ${firstLine(started[1])}`,
        remedy:
          'Check that the browser is recent and that the .wasm file of onnxruntime-web is served (option wasmPaths), then load the page again',
      },
      { cause },
    );
  }
}
