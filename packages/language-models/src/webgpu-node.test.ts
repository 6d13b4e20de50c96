import { chooseOnnxRuntime, onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { hostTensor } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { countResidents } from './testing/count-residents.ts';
import {
  collect,
  decoderGraphLayouts,
  oracleCases,
  promptParts,
  tinyCheckpoint,
} from './testing/tiny-checkpoint.ts';

const { provider, reason } = await chooseOnnxRuntime({ device: 'webgpu' });
const [oracle] = await oracleCases();

// A few runs of it; the whole suite of a language model is the matrix `webgpu-node.matrix.test.ts`.
describe.skipIf(provider !== 'webgpu')(
  `WebGPU in Node${provider === 'webgpu' ? '' : ` (skipped: ${reason})`}`,
  () => {
    test.each(decoderGraphLayouts)(
      '%s: a prompt in chunks, a fork and an answer are those of transformers',
      async (layout) => {
        const runtime = countResidents(onnxRuntimeNode({ provider: 'webgpu' }));
        await using model = await onnxLanguageModel(await tinyCheckpoint(layout), {
          prefillChunkTokens: 24,
          runtime,
        });
        const session = await model.session();
        const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
        await session.prefill(promptParts(oracle!), { videoTokens });
        const fork = await session.fork();
        const { text } = await collect(fork.generate({ maxTokens: 4 }));
        expect(text).not.toBe('');
        expect(oracle!.text.startsWith(text)).toBe(true);
        // Where the whole cache is returned, it stays on the device, and nothing of it is left behind.
        expect(runtime.counts.made > 0).toBe(layout === 'whole');
        await fork.dispose();
        await session.dispose();
        expect(runtime.counts.alive).toBe(0);
      },
    );
  },
);
