import { chooseOnnxRuntime } from '@slowfast/onnx-session';
import { expect, test } from 'vitest';
import { runtimeWithFallback } from './runtime-with-fallback.ts';
import { halfPrecisionModel } from './testing/half-precision-model.ts';

const adapter = await navigator.gpu?.requestAdapter();
const refusesHalfPrecision = adapter !== null && adapter !== undefined && !adapter.features.has('shader-f16');
const choose = (device: 'auto' | 'webgpu' | 'wasm') => chooseOnnxRuntime({ device });

test.skipIf(!refusesHalfPrecision)(
  'WebGPU refuses a model: WebAssembly runs it, and the reason is told (skipped where WebGPU takes half precision, or is not there)',
  async () => {
    const running = await runtimeWithFallback('webgpu', choose);
    expect(running.description().provider).toBe('webgpu');
    await using session = await running.runtime.open(await halfPrecisionModel());
    expect(session.outputs.map(({ name }) => name)).toContain('logits');
    expect(running.description()).toMatchObject({
      provider: 'wasm',
      reason: expect.stringMatching(/^webgpu did not take the model: /),
    });
  },
);

test('what WebAssembly refuses is refused', async () => {
  const running = await runtimeWithFallback('wasm', choose);
  await expect(running.runtime.open(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
    code: 'runtime-failed',
  });
});
