import type { OnnxSession } from '../onnx-session.ts';
import type { OnnxRuntimeWebModule } from './load-onnxruntime-web.ts';

/**
 * Refuses a model that takes or gives half precision where the graphics processor has none: the runtime would load it and
 * fail in the first run, when it is too late to take another runtime. A model that uses it only inside is not recognised.
 *
 * @throws TypeError that says so.
 */
export async function checkHalfPrecision(ort: OnnxRuntimeWebModule, session: OnnxSession): Promise<void> {
  if (![...session.inputs, ...session.outputs].some(({ type }) => type === 'float16')) return;
  const device: GPUDevice | undefined = await ort.env.webgpu.device;
  if (!device || device.features.has('shader-f16')) return;
  throw new TypeError('it needs half precision, which the graphics adapter lacks (shader-f16)');
}
