import { chooseOnnxRuntime } from '@slowfast/onnx-session/node';
import { visionEncoderConformance } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { onnxVisionEncoder } from './index.ts';
import { fixtureModel, fixtureOracle } from './testing/fixture-model.ts';

// The whole suite on WebGPU in Node: seconds on hardware, many minutes where the graphics processor is computed.
const { provider, runtime, reason } = await chooseOnnxRuntime({ device: 'webgpu' });

describe.skipIf(provider !== 'webgpu')(
  `WebGPU in Node${provider === 'webgpu' ? '' : ` (skipped: ${reason})`}`,
  () => {
    for (const name of ['clip', 'siglip-packed', 'rectangular'] as const) {
      visionEncoderConformance(name, {
        create: async () => onnxVisionEncoder(await fixtureModel(name), { runtime }),
      });

      test(`${name}: the features that PyTorch computes`, async () => {
        const oracle = await fixtureOracle(name);
        await using encoder = await onnxVisionEncoder(await fixtureModel(name), { runtime });
        using tokens = await encoder.encode(oracle.frames);
        const values = await tokens.read();
        const far = values.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - oracle.features[i]!)),
          0,
        );
        expect(values).toHaveLength(oracle.features.length);
        // As on WebGPU in a page.
        expect(far).toBeLessThan(1e-4);
      });
    }
  },
);
