import type { CreateOnnxSessionOptions, OnnxModelSource, OnnxRuntimeDescription } from './onnx-runtime.ts';
import type { OnnxSession } from './onnx-session.ts';
import { onnxRuntimeWeb } from './web/onnx-runtime-web.ts';

/**
 * Loads a model; the caller disposes the session.
 *
 * @throws RuntimeUnavailableError when the runtime is not installed or does not start.
 * @throws RuntimeFailedError when the model can't be fetched or the runtime refuses it.
 */
export async function createOnnxSession(
  model: OnnxModelSource,
  options: CreateOnnxSessionOptions = {},
): Promise<OnnxSession> {
  const { runtime = onnxRuntimeWeb(), ...sessionOptions } = options;
  return runtime.open(model, sessionOptions);
}

/** What WebAssembly and WebGPU are like here, in this order; one that doesn't work says why. Never throws. */
export async function describeOnnxRuntimes(): Promise<readonly OnnxRuntimeDescription[]> {
  const runtimes = [onnxRuntimeWeb(), onnxRuntimeWeb({ provider: 'webgpu' })];
  return Promise.all(runtimes.map((runtime) => runtime.describe()));
}
