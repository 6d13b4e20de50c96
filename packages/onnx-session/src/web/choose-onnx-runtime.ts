import { checkPageDevice, type Device } from '../device.ts';
import type { ChosenOnnxRuntime } from '../onnx-runtime.ts';
import { checkThreads } from '../thread-setting.ts';
import { tryRuntime } from '../trial/try-runtime.ts';
import { findGraphicsAdapter } from './graphics-adapter.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';
import { hasOwnScript, type OnnxRuntimeWebOptions } from './web-options.ts';
import { webThreads } from './web-threads.ts';

/** What {@link chooseOnnxRuntime} is asked. */
export interface ChooseOnnxRuntimeOptions extends Omit<OnnxRuntimeWebOptions, 'provider'> {
  /** `auto` if absent: WebGPU where there is a graphics processor that passes a trial, else WebAssembly; `cpu` is WebAssembly. */
  readonly device?: Device | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the machine for what runs models fastest: WebGPU on a graphics processor, else WebAssembly, with the reason. An
 * adapter that is only software is taken when `webgpu` is asked for by name. WebGPU is tried with a known answer, for which its runtime is
 * loaded; WebAssembly is not loaded.
 *
 * @throws InvalidSettingError for what is no device of a page, and for threads that are no number of threads.
 */
export async function chooseOnnxRuntime(options: ChooseOnnxRuntimeOptions = {}): Promise<ChosenOnnxRuntime> {
  const { device: asked = 'auto', signal, ...runtimeOptions } = options;
  const device = checkPageDevice(asked);
  if (options.threads !== undefined) checkThreads(options.threads);
  const wantsProcessor = device === 'wasm' || device === 'cpu';
  const adapter = wantsProcessor ? undefined : await findGraphicsAdapter();
  const isTaken = adapter?.kind === 'hardware' || (adapter?.kind === 'software' && device === 'webgpu');
  const { threads, reason: threadsReason } = webThreads(options.threads, hasOwnScript(options.wasmPaths));
  const slow = adapter && adapter.kind !== 'hardware' ? adapter.reason : undefined;
  let whyNot = slow;
  if (isTaken) {
    const runtime = onnxRuntimeWeb({ ...runtimeOptions, provider: 'webgpu' });
    const trial = await tryRuntime(runtime, signal);
    const reason = slow === undefined ? undefined : `WebGPU is slow here, because ${slow}`;
    if (trial.works) return { runtime, provider: 'webgpu', threads, reason };
    whyNot = `WebGPU can't be used: ${trial.reason}`;
  }
  const reasons = [
    whyNot === undefined ? undefined : `Models run on WebAssembly, because ${whyNot}`,
    threadsReason,
  ].filter((reason) => reason !== undefined);
  return {
    runtime: onnxRuntimeWeb({ ...runtimeOptions, provider: 'wasm' }),
    provider: 'wasm',
    threads,
    reason: reasons.length > 0 ? reasons.join('. ') : undefined,
  };
}
