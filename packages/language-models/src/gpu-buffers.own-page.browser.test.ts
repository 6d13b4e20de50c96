import { onnxRuntimeWeb } from '@slowfast/onnx-session';
import { hostTensor } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { countGpuBuffers } from './testing/count-gpu-buffers.ts';
import {
  collect,
  decoderLayouts,
  oracleCases,
  promptParts,
  tinyCheckpoint,
} from './testing/tiny-checkpoint.ts';

const adapter = await navigator.gpu?.requestAdapter();

test.skipIf(!adapter).each(decoderLayouts)(
  `%s: buffers on the graphics processor do not pile up, and all are gone in the end${adapter ? '' : ' (there is no adapter)'}`,
  async (layout) => {
    const [oracle] = await oracleCases();
    const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
    using buffers = countGpuBuffers();
    const runtime = onnxRuntimeWeb({ provider: 'webgpu' });
    const model = await onnxLanguageModel(await tinyCheckpoint(layout), {
      prefillChunkTokens: 16,
      runtime,
    });
    const afterRounds: number[] = [];
    for (let round = 0; round < 3; round++) {
      const session = await model.session();
      await session.prefill(promptParts(oracle!), { videoTokens });
      const fork = await session.fork();
      for (const each of [session, fork]) {
        expect((await collect(each.generate({ maxTokens: 5 }))).tokens).toBe(5);
        await each.dispose();
      }
      afterRounds.push(buffers.alive);
    }
    expect(buffers.made).toBeGreaterThan(100);
    expect(afterRounds.slice(1)).toEqual([afterRounds[1], afterRounds[1]]);
    await model.dispose();
    expect(buffers.alive).toBe(0);
  },
);
