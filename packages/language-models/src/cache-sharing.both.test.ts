import { hostTensor, type LanguageModel, type LanguageModelSession } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import { collect, oracleCases, promptParts, tinyCheckpoint } from './testing/tiny-checkpoint.ts';
import { type CacheWatch, watchCache } from './testing/watch-cache.ts';

const [oracle] = await oracleCases();
const parts = promptParts(oracle!);
const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
const manyWords = [{ type: 'text', text: 'many words '.repeat(12) }] as const;

describe.each(testRuntimes)('a cache that grows in place, on $name', (each) => {
  let watch: CacheWatch;
  let model: LanguageModel;
  beforeAll(async () => {
    watch = watchCache(each.runtime);
    const options = { prefillChunkTokens: 16, runtime: watch.runtime };
    model = await onnxLanguageModel(await tinyCheckpoint('new-keys-only'), options);
  });
  afterAll(() => model.dispose());

  /** A session that has read the video, and the buffers of its cache. */
  async function watched(): Promise<{ video: LanguageModelSession; buffers: ReadonlySet<ArrayBufferLike> }> {
    const video = await model.session();
    await video.prefill(parts.slice(0, 2), { videoTokens });
    await using fork = await video.fork();
    await fork.prefill(parts.slice(2));
    return { video, buffers: watch.last() };
  }

  async function answer(video: LanguageModelSession, maxTokens = 8): Promise<string> {
    await using fork = await video.fork();
    await fork.prefill(parts.slice(2));
    return (await collect(fork.generate({ maxTokens }))).text;
  }

  test('question after question on one video copies nothing, and none sees another', async () => {
    const { video, buffers } = await watched();
    const seen = watch.seen.size;
    const answers = [await answer(video), await answer(video), await answer(video)];
    expect(new Set(answers).size).toBe(1);
    expect(oracle!.text.startsWith(answers[0]!)).toBe(true);
    expect(watch.seen.size).toBe(seen);
    expect([...watch.last()].every((buffer) => buffers.has(buffer))).toBe(true);
    await video.dispose();
  });

  test('two answers at once don’t disturb one another: the second has a copy of the prefix', async () => {
    const { video, buffers } = await watched();
    const seen = watch.seen.size;
    const forks = [await video.fork(), await video.fork()];
    await Promise.all(forks.map((fork) => fork.prefill(parts.slice(2))));
    const answers = forks.map((fork) => collect(fork.generate({ maxTokens: 8 })));
    const [first, second] = (await Promise.all(answers)).map(({ text }) => text);
    expect(second).toBe(first);
    expect(oracle!.text.startsWith(first!)).toBe(true);
    expect(watch.seen.size).toBe(seen + buffers.size);
    for (const session of [...forks, video]) await session.dispose();
  });

  test('a prefill that is cancelled leaves its place to the next one', async () => {
    const { video } = await watched();
    await using fork = await video.fork();
    await using before = await video.fork();
    const controller = new AbortController();
    const cancelled = fork.prefill(manyWords, {
      signal: controller.signal,
      onProgress: (done) => done >= 32 && controller.abort(new Error('enough')),
    });
    await expect(cancelled).rejects.toThrow('enough');
    const seen = watch.seen.size;
    await fork.prefill(parts.slice(2));
    expect(watch.seen.size).toBe(seen);
    const { text } = await collect(fork.generate({ maxTokens: 8 }));
    expect(oracle!.text.startsWith(text)).toBe(true);
    expect(before.tokenCount).toBe(video.tokenCount);
    await video.dispose();
  });

  test.skipIf(each.slowReason !== undefined)(
    `takes no more bytes than the model tells${each.slowReason ? ` (skipped: ${each.slowReason})` : ''}`,
    async () => {
      await using session = await model.session();
      await session.prefill(parts, { videoTokens });
      for await (const part of session.generate({ maxTokens: 200 })) {
        if (part.type === 'generation-end') break;
        // What was fed last: one token less than there are now.
        const { keyValueCache } = model.contextBytes(session.tokenCount - 1);
        expect(watch.lastBytes()).toBeLessThanOrEqual(keyValueCache);
        expect(watch.last().size).toBe(4);
      }
      expect(session.tokenCount).toBeGreaterThan(200);
    },
  );
});
