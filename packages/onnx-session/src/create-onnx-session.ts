import { onnxRuntimeNode } from './node/onnx-runtime-node.ts';
import type { CreateOnnxSessionOptions, OnnxModelSource, OnnxRuntimeDescription } from './onnx-runtime.ts';
import type { OnnxSession } from './onnx-session.ts';

/**
 * Loads a model; the caller disposes the session.
 *
 * @throws RuntimeUnavailableError when the runtime is not installed or does not start.
 * @throws RuntimeFailedError when the runtime refuses the model.
 */
export async function createOnnxSession(
  model: OnnxModelSource,
  options: CreateOnnxSessionOptions = {},
): Promise<OnnxSession> {
  const { runtime = onnxRuntimeNode(), ...sessionOptions } = options;
  return runtime.open(model, sessionOptions);
}

/** What the runtimes that come with this package are like here; those that don't work say why. Never throws. */
export async function describeOnnxRuntimes(): Promise<readonly OnnxRuntimeDescription[]> {
  return Promise.all([onnxRuntimeNode()].map((runtime) => runtime.describe()));
}
