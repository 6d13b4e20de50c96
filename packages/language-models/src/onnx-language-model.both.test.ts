import type { ModelFolder } from '@slowfast/model-files';
import { hostTensor, type ProgressEvent } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { oracleCases, promptParts, tinyCheckpoint } from './testing/tiny-checkpoint.ts';

const [oracle] = await oracleCases();

/** A model whose files come only when nobody wants them any more. */
function slowlyLoaded(folder: ModelFolder) {
  const { promise: loading, resolve: begin } = Promise.withResolvers<void>();
  const slow: ModelFolder = {
    ...folder,
    async onnxFile(...wanted) {
      const file = await folder.onnxFile(...wanted);
      const load: typeof file.load = async (options) => {
        begin();
        await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
        return file.load(options);
      };
      return { ...file, load };
    },
  };
  return { slow, loading };
}

test('is described without weights, which load with the first session', async () => {
  const events: ProgressEvent[] = [];
  await using model = await onnxLanguageModel(await tinyCheckpoint(), {
    onProgress: (event) => events.push(event),
  });
  expect(model.embeddingSize).toBe(32);
  expect(model.contextLength).toBe(512);
  expect(model.checkPrompt(promptParts(oracle!))).toEqual({
    textTokens: oracle!.head.length + oracle!.tail.length,
    unknownWords: [],
  });
  expect(events).toEqual([]);
  await using first = await model.session();
  await using second = await model.session();
  expect([first.tokenCount, second.tokenCount]).toEqual([0, 0]);
  expect(events).toEqual([
    { stage: 'load', done: 0, total: 1 },
    { stage: 'load', done: 1, total: 1 },
  ]);
});

test('tells the bytes of a context: cache of all tokens, logits of one chunk', async () => {
  await using single = await onnxLanguageModel(await tinyCheckpoint(), { prefillChunkTokens: 100 });
  // 2 layers x key and value x 2 heads x 8 values x 4 bytes; 384 logits x 4 bytes.
  expect(single.contextBytes(300)).toEqual({ keyValueCache: 300 * 256, logits: 100 * 384 * 4 });
  expect(single.contextBytes(40).logits).toBe(40 * 384 * 4);
  await using half = await onnxLanguageModel(await tinyCheckpoint(), { dtype: 'fp16' });
  expect(half.contextBytes(300)).toEqual({ keyValueCache: 300 * 128, logits: 384 * 2 });
  expect(half.id).not.toBe(single.id);
});

test('tells the bytes of a cache that grows in place: with the room that it has for more', async () => {
  const folder = await tinyCheckpoint('new-keys-only');
  await using single = await onnxLanguageModel(folder, { prefillChunkTokens: 100 });
  expect(single.contextBytes(300)).toEqual({ keyValueCache: 375 * 256, logits: 384 * 4 });
  expect(single.contextBytes(500).keyValueCache).toBe(512 * 256);
  await using half = await onnxLanguageModel(folder, { dtype: 'fp16' });
  expect(half.contextBytes(300)).toEqual({ keyValueCache: 375 * 128, logits: 384 * 2 });
});

test('sessions end with their model', async () => {
  const model = await onnxLanguageModel(await tinyCheckpoint());
  const session = await model.session();
  await model.dispose();
  await model.dispose();
  await expect(model.session()).rejects.toMatchObject({ code: 'disposed' });
  const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
  await expect(session.prefill(promptParts(oracle!), { videoTokens })).rejects.toMatchObject({
    code: 'disposed',
  });
});

test('gives up loading when it is disposed', async () => {
  const { slow, loading } = slowlyLoaded(await tinyCheckpoint());
  const events: ProgressEvent[] = [];
  const model = await onnxLanguageModel(slow, { onProgress: (event) => events.push(event) });
  const outcomes = Promise.allSettled([model.session(), model.session()]);
  await loading;
  await model.dispose();
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
  }
  expect(events).toEqual([{ stage: 'load', done: 0, total: 1 }]);
});

test('refuses a chunk of no tokens and a precision that is not there', async () => {
  const folder = await tinyCheckpoint();
  await expect(onnxLanguageModel(folder, { prefillChunkTokens: 0 })).rejects.toMatchObject({
    code: 'invalid-setting',
  });
  await expect(onnxLanguageModel(folder, { dtype: 'q4' })).rejects.toMatchObject({
    code: 'model-dtype-missing',
  });
});
