import { describe, expect, test } from 'vitest';
import { isResident } from '../resident-tensor.ts';
import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { sumFeeds, sumModel } from '../testing/sum-model.ts';
import { onnxRuntimeNode } from './onnx-runtime-node.ts';
import { tryDevice } from './try-device.ts';

const trial = await tryDevice('webgpu');
const runtime = onnxRuntimeNode({ provider: 'webgpu' });

describe.skipIf(!trial.works)(`in Node${trial.works ? '' : ` (skipped: ${trial.reason})`}`, () => {
  // The software adapter has no half precision.
  onnxRuntimeConformance('onnxruntime-node on WebGPU', runtime, { hasHalfPrecision: false });

  test('what stays on the graphics processor can be fed to the processor, and the other way round', async () => {
    const options = { residentOutputs: ['sum'] };
    await using device = await runtime.open(sumModel('float32'), options);
    await using processor = await onnxRuntimeNode().open(sumModel('float32'), options);
    for (const [from, to] of [
      [device, processor],
      [processor, device],
    ] as const) {
      const { sum } = await from.run(sumFeeds);
      const again = await to.run({ ...sumFeeds, x: sum! });
      if (!isResident(sum!) || !isResident(again.sum!)) throw new Error('both should be resident');
      expect((await again.sum.read()).data).toEqual(Float32Array.of(21, 42, 23, 44));
      for (const each of [sum, again.sum]) each[Symbol.dispose]();
    }
  });

  test('outputs keep their names, whichever were asked for before', async () => {
    await using session = await runtime.open(sumModel('float32'), { residentOutputs: ['difference'] });
    for (const outputs of [['difference'], ['sum', 'difference'], ['sum'], ['difference', 'sum']]) {
      const results = await session.run(sumFeeds, { outputs });
      expect(Object.keys(results)).toEqual(outputs);
      if (results.sum) expect(results.sum.data).toEqual(Float32Array.of(11, 22, 13, 24));
      if (!results.difference) continue;
      if (!isResident(results.difference)) throw new Error('it should be resident');
      using difference = results.difference;
      expect((await difference.read()).data).toEqual(Float32Array.of(-9, -18, -7, -16));
    }
  });
});
