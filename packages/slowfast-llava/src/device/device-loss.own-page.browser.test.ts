import { onnxLanguageModel } from '@slowfast/language-models';
import { openModelFolder } from '@slowfast/model-files';
import { onnxRuntimeWeb } from '@slowfast/onnx-session';
import { hostTensor, type LanguageModel } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { tinyChatml } from '../testing/tiny-chatml.ts';
import { pageRuntimes } from './page-devices.ts';

const adapter = await navigator.gpu?.requestAdapter();
const maxTokens = 6;

/** A session that has seen a video of a few tokens and a question; the checkpoint's answer to it is long. */
async function asked(model: LanguageModel) {
  const session = await model.session();
  const videoTokens = hostTensor(
    Float32Array.from({ length: 3 * 32 }, (_, i) => Math.sin(i)),
    [3, 32],
  );
  const parts = [{ type: 'video' }, { type: 'text', text: 'What shape appears?' }] as const;
  await session.prefill(parts, { videoTokens });
  return session;
}

test.skipIf(!adapter)(
  `a graphics device that is lost in the middle of an answer: WebAssembly goes on, with no text twice${adapter ? '' : ' (there is no adapter)'}`,
  async () => {
    const folder = await openModelFolder(tinyChatml);
    const wasm = { provider: 'wasm' };
    await using calm = await onnxLanguageModel(folder, { runtime: onnxRuntimeWeb({ threads: 1 }) });
    await using undisturbed = await asked(calm);
    let expected = '';
    for await (const part of undisturbed.generate({ maxTokens })) {
      if (part.type === 'text-delta') expected += part.text;
    }

    const running = pageRuntimes(
      { vision_encoder: wasm, embed_tokens: wasm, decoder_model_merged: { provider: 'webgpu' } },
      1,
    );
    await using model = await onnxLanguageModel(folder, {
      runtime: running.runtimes.decoder_model_merged,
      embedderRuntime: running.runtimes.embed_tokens,
    });
    await using session = await asked(model);
    expect(running.describe()).toMatchObject({ provider: 'webgpu', parts: { embed_tokens: 'wasm' } });
    expect(running.notices()).toEqual([]);
    const { env } = await import('onnxruntime-web/webgpu');
    const device: GPUDevice = await env.webgpu.device;
    let text = '';
    let tokens = 0;
    for await (const part of session.generate({ maxTokens })) {
      if (part.type !== 'text-delta') continue;
      text += part.text;
      if (tokens === 0) device.destroy();
      tokens = part.tokens;
    }
    expect(tokens).toBeGreaterThan(1);
    expect(text).toBe(expected);
    expect(running.describe()).toMatchObject({ provider: 'wasm' });
    expect(running.notices()).toEqual([
      {
        code: 'runtime-limited',
        message: expect.stringMatching(
          /^webgpu failed in the middle of decoder_model_merged, which the processor runs instead: .*lost/,
        ),
      },
    ]);
  },
);
