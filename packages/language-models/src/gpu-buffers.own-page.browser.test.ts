import { onnxRuntimeWeb } from '@slowfast/onnx-session';
import { hostTensor, type LanguageModel } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { countGpuBuffers } from './testing/count-gpu-buffers.ts';
import {
  collect,
  type DecoderGraphLayout,
  decoderGraphLayouts,
  oracleCases,
  promptParts,
  tinyCheckpoint,
} from './testing/tiny-checkpoint.ts';

const adapter = await navigator.gpu?.requestAdapter();

describe.skipIf(!adapter)(
  `buffers on the graphics processor${adapter ? '' : ' (there is no adapter)'}`,
  async () => {
    const [oracle] = await oracleCases();
    const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
    let buffers: ReturnType<typeof countGpuBuffers>;
    const models = new Map<DecoderGraphLayout, LanguageModel>();
    beforeAll(async () => {
      buffers = countGpuBuffers();
      const runtime = onnxRuntimeWeb({ provider: 'webgpu' });
      // Both at once: what is compiled for one is there for the other, and stays as long as some session is open.
      for (const layout of decoderGraphLayouts) {
        const folder = await tinyCheckpoint(layout);
        models.set(layout, await onnxLanguageModel(folder, { prefillChunkTokens: 16, runtime }));
      }
    });
    afterAll(() => buffers[Symbol.dispose]());

    test.each(decoderGraphLayouts)('%s: they do not pile up', async (layout) => {
      const { made } = buffers;
      const afterRounds: number[] = [];
      for (let round = 0; round < 3; round++) {
        const session = await models.get(layout)!.session();
        await session.prefill(promptParts(oracle!), { videoTokens });
        const fork = await session.fork();
        for (const each of [session, fork]) {
          expect((await collect(each.generate({ maxTokens: 5 }))).tokens).toBe(5);
          await each.dispose();
        }
        afterRounds.push(buffers.alive);
      }
      expect(buffers.made - made).toBeGreaterThan(100);
      expect(afterRounds.slice(1)).toEqual([afterRounds[1], afterRounds[1]]);
    });

    test('all are gone in the end', async () => {
      expect(buffers.alive).toBeGreaterThan(0);
      for (const model of models.values()) await model.dispose();
      expect(buffers.alive).toBe(0);
    });
  },
);
