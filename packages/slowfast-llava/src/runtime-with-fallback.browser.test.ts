import { onnxRuntimeWeb } from '@slowfast/onnx-session';
import { chooseOnnxRuntime } from '@slowfast/onnx-session/web';
import { expect, test } from 'vitest';
import { runtimeWithFallback } from './runtime-with-fallback.ts';
import { halfPrecisionModel } from './testing/half-precision-model.ts';

const adapter = await navigator.gpu?.requestAdapter();
const refusesHalfPrecision = adapter !== null && adapter !== undefined && !adapter.features.has('shader-f16');
const surroundings = {
  part: 'the decoder graph',
  runtimeOf: (provider: string) => onnxRuntimeWeb({ provider: provider as 'wasm' | 'webgpu' }),
  chooseProcessor: () => chooseOnnxRuntime({ device: 'wasm' }),
};

test.skipIf(!refusesHalfPrecision)(
  'WebGPU refuses a model: WebAssembly runs it, and the reason is told (skipped where WebGPU takes half precision, or is not there)',
  async () => {
    const running = runtimeWithFallback({ provider: 'webgpu' }, surroundings);
    expect(running.device()).toEqual({ provider: 'webgpu' });
    await using session = await running.runtime.open(await halfPrecisionModel());
    expect(session.outputs.map(({ name }) => name)).toContain('logits');
    expect(running.device()).toMatchObject({
      provider: 'wasm',
      reason: expect.stringMatching(
        /^webgpu did not take the decoder graph, which the processor runs instead: .*shader-f16/,
      ),
    });
  },
);

test('what WebAssembly refuses is refused', async () => {
  const running = runtimeWithFallback({ provider: 'wasm' }, surroundings);
  await expect(running.runtime.open(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
    code: 'runtime-failed',
  });
});
