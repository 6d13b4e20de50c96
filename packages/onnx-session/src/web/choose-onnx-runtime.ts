import type { OnnxRuntime } from '../onnx-runtime.ts';
import { findGraphicsAdapter } from './graphics-adapter.ts';
import type { WebProvider } from './load-onnxruntime-web.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';
import { hasOwnScript, type OnnxRuntimeWebOptions } from './web-options.ts';
import { webThreads } from './web-threads.ts';

/** What {@link chooseOnnxRuntime} is asked. */
export interface ChooseOnnxRuntimeOptions extends Omit<OnnxRuntimeWebOptions, 'provider'> {
  /** `auto` if absent: WebGPU where there is a graphics processor, else WebAssembly. */
  readonly device?: 'auto' | WebProvider;
}

/** A runtime that fits the machine, and why it is not a faster one. */
export interface ChosenOnnxRuntime {
  readonly runtime: OnnxRuntime;
  readonly provider: WebProvider;
  /** Threads of its pool. */
  readonly threads: number;
  /** Why it is less than was asked for, or than there could be; absent when nothing is missing. */
  readonly reason?: string;
}

/**
 * Asks the machine for what runs models fastest: WebGPU on a graphics processor, else WebAssembly, with the reason. An
 * adapter that is only software is taken when `webgpu` is asked for by name. Never loads the runtime.
 *
 * @throws InvalidSettingError for threads that are no number of threads.
 */
export async function chooseOnnxRuntime(options: ChooseOnnxRuntimeOptions = {}): Promise<ChosenOnnxRuntime> {
  const { device = 'auto', ...runtimeOptions } = options;
  const adapter = device === 'wasm' ? undefined : await findGraphicsAdapter();
  const isTaken = adapter?.kind === 'hardware' || (adapter?.kind === 'software' && device === 'webgpu');
  const provider = isTaken ? 'webgpu' : 'wasm';
  const runtime = onnxRuntimeWeb({ ...runtimeOptions, provider });
  const { threads, reason: threadsReason } = webThreads(options.threads, hasOwnScript(options.wasmPaths));
  const reasons = [
    adapter && adapter.kind !== 'hardware' ? adapterReason(provider, adapter.reason) : undefined,
    // On a graphics processor the threads have next to nothing to do.
    provider === 'wasm' ? threadsReason : undefined,
  ].filter((reason) => reason !== undefined);
  return { runtime, provider, threads, ...(reasons.length > 0 && { reason: reasons.join('. ') }) };
}

function adapterReason(provider: WebProvider, reason: string): string {
  return provider === 'webgpu'
    ? `WebGPU is slow here, because ${reason}`
    : `Models run on WebAssembly, because ${reason}`;
}
