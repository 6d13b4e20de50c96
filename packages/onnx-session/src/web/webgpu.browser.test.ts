import { expect, test } from 'vitest';
import { isResident } from '../resident-tensor.ts';
import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { sumFeeds, sumModel } from '../testing/sum-model.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

const adapter = await navigator.gpu?.requestAdapter();
const hasHalfPrecision = adapter?.features.has('shader-f16') ?? false;
const runtime = onnxRuntimeWeb({ provider: 'webgpu' });

onnxRuntimeConformance('onnxruntime-web on WebGPU', runtime, { hasHalfPrecision });

test.skipIf(hasHalfPrecision)(
  `half precision is refused when a model loads, where the adapter has none${hasHalfPrecision ? ' (it has)' : ''}`,
  async () => {
    await expect(runtime.open(sumModel('float16'))).rejects.toMatchObject({
      code: 'runtime-failed',
      message: expect.stringContaining('shader-f16'),
    });
  },
);

test('what stays on the graphics processor can be fed to WebAssembly, and the other way round', async () => {
  const options = { residentOutputs: ['sum'] };
  await using device = await runtime.open(sumModel('float32'), options);
  await using processor = await onnxRuntimeWeb().open(sumModel('float32'), options);
  const twice = Float32Array.of(21, 42, 23, 44);
  for (const [from, to] of [
    [device, processor],
    [processor, device],
  ] as const) {
    const { sum } = await from.run(sumFeeds);
    const again = await to.run({ ...sumFeeds, x: sum! });
    if (!isResident(sum!) || !isResident(again.sum!)) throw new Error('both should be resident');
    expect((await again.sum.read()).data).toEqual(twice);
    for (const each of [sum, again.sum]) each[Symbol.dispose]();
  }
});
