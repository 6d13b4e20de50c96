import { onnxLanguageModel } from '@slowfast/language-models';
import { openModelFolder } from '@slowfast/model-files';
import { float32Tensor, int64Tensor, isResident, type OnnxRuntime } from '@slowfast/onnx-session';
import { onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { chooseOnnxRuntime } from '@slowfast/onnx-session/web';
import { hostTensor, RuntimeFailedError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { chooseNodeDevices, nodeRuntimes } from './device/node-devices.ts';
import { isProcessor, runtimeWithFallback } from './runtime-with-fallback.ts';
import { tinyChatml } from './testing/tiny-chatml.ts';

const cpu = { provider: 'cpu' };
const webgpu = await chooseOnnxRuntime({ device: 'webgpu' });

/**
 * A device as one that dies in use is: its sessions run until then, on the processor; then every run fails as the real runtime does, and
 * so does reading what it kept.
 */
function mortalDevice() {
  let isDead = false;
  const opened: string[] = [];
  const failure = () =>
    new RuntimeFailedError({
      runtime: 'onnxruntime-node',
      operation: 'running',
      reason: 'the device is lost',
    });
  const mortal: OnnxRuntime = {
    ...onnxRuntimeNode(),
    async open(model, options) {
      opened.push('device');
      const session = await onnxRuntimeNode().open(model, options);
      return {
        ...session,
        async run(feeds, runOptions) {
          if (isDead) throw failure();
          const results = await session.run(feeds, runOptions);
          for (const value of Object.values(results)) {
            if (!isResident(value)) continue;
            const read = value.read.bind(value);
            value.read = () => (isDead ? Promise.reject(failure()) : read());
          }
          return results;
        },
      };
    },
  };
  const processor = onnxRuntimeNode();
  const runtimeOf = (provider: string): OnnxRuntime =>
    provider === 'webgpu'
      ? mortal
      : {
          ...processor,
          open: (model, options) => {
            opened.push('processor');
            return processor.open(model, options);
          },
        };
  return {
    opened,
    die: () => {
      isDead = true;
    },
    running: runtimeWithFallback(
      { provider: 'webgpu' },
      { part: 'the decoder graph', runtimeOf, chooseProcessor: async () => ({ ...cpu, threads: 1 }) },
    ),
  };
}

describe('a device that dies in use', () => {
  const ids = { input_ids: int64Tensor([1, 2], [1, 2]) };
  const model = new URL('onnx/embed_tokens.onnx', tinyChatml);

  test('the run that fails is done again on the processor, and so are later ones and later sessions', async () => {
    const { running, die, opened } = mortalDevice();
    await using session = await running.runtime.open(model);
    const before = await session.run(ids);
    expect(running.device()).toEqual({ provider: 'webgpu' });
    die();
    expect(await Promise.all([session.run(ids), session.run(ids)])).toEqual([before, before]);
    expect(opened).toEqual(['device', 'processor']);
    expect(running.device()).toEqual({
      ...{ provider: 'cpu', threads: 1 },
      reason:
        'webgpu failed in the middle of the decoder graph, which the processor runs instead: the device is lost',
    });
    await using next = await running.runtime.open(model);
    expect(await next.run(ids)).toEqual(before);
    expect(opened).toEqual(['device', 'processor', 'processor']);
  });

  test('models given as bytes are read again where that can be done, else kept', async () => {
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(model);
    let reloads = 0;
    const reload = async () => {
      reloads++;
      return { model: bytes, externalData: [] };
    };
    for (const options of [{}, { reload }]) {
      const { running, die } = mortalDevice();
      await using session = await running.runtime.open(bytes, options);
      const before = await session.run(ids);
      die();
      expect(await session.run(ids)).toEqual(before);
    }
    expect(reloads).toBe(1);
  });

  test('what fails on the processor, too, fails with its reason', async () => {
    const { running } = mortalDevice();
    await using session = await running.runtime.open(model);
    const wrong = session.run({ input_ids: float32Tensor(Float32Array.of(1), [1, 1]) });
    await expect(wrong).rejects.toMatchObject({ code: 'runtime-failed' });
    await expect(running.runtime.open('/nowhere/model.onnx')).rejects.toMatchObject({
      code: 'runtime-failed',
    });
  });

  test('an answer under way goes on as it would have, though its cache is lost with the device', async () => {
    const videoTokens = () =>
      hostTensor(
        Float32Array.from({ length: 96 }, (_, i) => Math.sin(i)),
        [3, 32],
      );
    const parts = [{ type: 'video' }, { type: 'text', text: 'What shape appears?' }] as const;
    const files = await openModelFolder(tinyChatml);
    const { running, die } = mortalDevice();
    const texts: string[] = [];
    for (const dies of [false, true]) {
      await using languageModel = await onnxLanguageModel(files, { runtime: running.runtime });
      await using session = await languageModel.session();
      await session.prefill(parts, { videoTokens: videoTokens() });
      let text = '';
      for await (const part of session.generate({ maxTokens: 8 })) {
        if (part.type === 'text-delta') text += part.text;
        if (dies && part.type === 'text-delta' && part.tokens >= 3) die();
      }
      texts.push(text);
    }
    expect(isProcessor(running.device())).toBe(true);
    expect(texts[0]).not.toBe('');
    expect(texts[1]).toBe(texts[0]);
  });
});

test('each part has a device of its own; what is not named is the processor', async () => {
  const chosen = await chooseNodeDevices({ device: { vision_encoder: 'coreml' }, threads: 1 });
  const isMac = process.platform === 'darwin';
  expect(chosen.decoder_model_merged).toEqual({ provider: 'cpu', threads: 1 });
  if (!isMac)
    expect(chosen.vision_encoder).toMatchObject({
      provider: 'cpu',
      reason: expect.stringContaining('coreml'),
    });
  await expect(chooseNodeDevices({ device: 'wasm' })).rejects.toMatchObject({ code: 'invalid-setting' });
  await expect(chooseNodeDevices({ device: { encoder: 'cpu' } as never })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining('vision_encoder=webgpu'),
  });
});

test.skipIf(webgpu.provider !== 'webgpu')(
  `WebGPU in Node that fails in its first run, as half precision is not there: the processor looks tokens up${webgpu.provider === 'webgpu' ? '' : ` (skipped: ${webgpu.reason})`}`,
  async () => {
    const { modelFolder } = await import('@slowfast/tiny-model');
    const folder = await openModelFolder(modelFolder);
    const running = nodeRuntimes(
      { vision_encoder: cpu, embed_tokens: { provider: 'webgpu' }, decoder_model_merged: cpu },
      undefined,
    );
    const file = await folder.onnxFile('embed_tokens');
    const { model } = await file.load();
    const ids = { input_ids: int64Tensor([1, 2, 3], [1, 3]) };
    await using onDevice = await running.runtimes.embed_tokens.open(model);
    await using onProcessor = await onnxRuntimeNode().open(model);
    expect(running.describe()).toMatchObject({ provider: 'cpu', parts: { embed_tokens: 'webgpu' } });
    expect(await onDevice.run(ids)).toEqual(await onProcessor.run(ids));
    // An adapter with half precision takes it.
    const [notice] = running.notices();
    if (notice)
      expect(notice.message).toMatch(
        /^webgpu failed in the middle of embed_tokens, which the processor runs instead: .*f16/,
      );
  },
);
