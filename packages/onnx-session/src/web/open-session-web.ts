import { isUint8Array, RuntimeUnavailableError } from '@slowfast/spec';
import { nestedConfig } from '../nested-config.ts';
import type { OnnxSessionOptions } from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { checkResidentOutputs } from '../resident-tensor.ts';
import { firstLine, runtimeFailed } from '../runtime-failed.ts';
import { checkHalfPrecision } from './check-half-precision.ts';
import { guardOf } from './device-guard.ts';
import type { LoadedWebModule, OnnxRuntimeWebModule } from './load-onnxruntime-web.ts';
import { onnxSessionWeb } from './onnx-session-web.ts';
import type { WebProvider } from './web-options.ts';
import { hasOwnScript, type OnnxRuntimeWebOptions } from './web-options.ts';
import { webThreads } from './web-threads.ts';

// Errors are thrown; the runtime need not print them too.
const onlyFatal = 4;

/** A loaded runtime and how it is to run. */
export interface WebRuntime {
  readonly module: LoadedWebModule;
  readonly provider: WebProvider;
  readonly options: OnnxRuntimeWebOptions;
}

/** How a model is named in messages. */
export function webModelLabel(model: string | URL | Uint8Array): string {
  return isUint8Array(model) ? 'a model in memory' : String(model);
}

/**
 * Opens a model with these options as they are, whatever its products.
 *
 * @param limits what is known of its limits.
 *
 * @throws RuntimeUnavailableError when the runtime does not start.
 * @throws RuntimeFailedError when it refuses the model.
 */
export async function openSessionWeb(
  { module, provider, options: runtime }: WebRuntime,
  bytes: Uint8Array,
  label: string,
  options: OnnxSessionOptions,
  limits: readonly string[] = [],
): Promise<OnnxSession> {
  const { signal, residentOutputs = [] } = options;
  const session = await module.serially(() => {
    signal?.throwIfAborted();
    settle(module.ort, runtime);
    return create(module, bytes, label, sessionSettings(provider, options));
  });
  const opened = onnxSessionWeb(module, session, {
    name: label,
    residentOutputs,
    device: provider === 'webgpu' ? guardOf(await module.ort.env.webgpu.device) : undefined,
    limits,
  });
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
  const { providers, externalData = [], config, residentOutputs = [] } = options;
  const onDevice = Object.fromEntries(residentOutputs.map((name) => [name, 'gpu-buffer'] as const));
  return {
    logSeverityLevel: onlyFatal,
    executionProviders: [...(providers ?? [provider])],
    ...(provider === 'webgpu' && residentOutputs.length > 0 ? { preferredOutputLocation: onDevice } : {}),
    ...(externalData.length > 0 ? { externalData: [...externalData] } : {}),
    ...(config ? { extra: nestedConfig(config) } : {}),
  };
}

/** Writes the global settings; the runtime reads them with its first session only. */
function settle({ env }: OnnxRuntimeWebModule, { threads, wasmPaths }: OnnxRuntimeWebOptions): void {
  if (threads !== undefined || !env.wasm.numThreads) {
    env.wasm.numThreads = webThreads(threads, hasOwnScript(wasmPaths)).threads;
  }
  if (wasmPaths !== undefined) env.wasm.wasmPaths = absolutePaths(wasmPaths);
  env.wasm.proxy = false;
  env.logLevel = 'fatal';
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
