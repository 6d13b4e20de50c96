import { hostTensor, type LanguageModel, type LanguageModelSession } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { type CountingRuntime, countResidents } from './testing/count-residents.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import { collect, oracleCases, promptParts, tinyCheckpoint } from './testing/tiny-checkpoint.ts';

const [oracle] = await oracleCases();
const parts = promptParts(oracle!);
const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
const reason = new Error('enough');
// Keys and values of two layers.
const statesPerSequence = 4;

describe.each(testRuntimes)('states on $name', (each) => {
  let runtime: CountingRuntime;
  let model: LanguageModel;
  const alive = () => runtime.counts.alive / statesPerSequence;
  beforeAll(async () => {
    runtime = countResidents(each.runtime);
    model = await onnxLanguageModel(await tinyCheckpoint(), { prefillChunkTokens: 4, runtime });
  });
  afterAll(() => model.dispose());

  async function prefilled(): Promise<LanguageModelSession> {
    const session = await model.session();
    await session.prefill(parts, { videoTokens });
    return session;
  }

  test('of chunks and tokens go when the next ones are there', async () => {
    const session = await model.session();
    const seen: number[] = [];
    await session.prefill(parts, { videoTokens, onProgress: () => seen.push(alive()) });
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen)).toEqual(new Set([1]));
    const made = runtime.counts.made;
    for await (const { type } of session.generate({ maxTokens: 6 })) {
      if (type === 'text-delta') expect(alive()).toBe(1);
    }
    expect(runtime.counts.made).toBeGreaterThan(made);
    await session.dispose();
    expect(alive()).toBe(0);
  });

  test('are shared by forks, and go with the last one that needs them', async () => {
    const session = await prefilled();
    const [first, second] = [await session.fork(), await session.fork()];
    expect(alive()).toBe(1);
    const answer = await collect(first.generate({ maxTokens: 4 }));
    expect(alive()).toBe(2);
    await session.dispose();
    await session.dispose();
    await first.dispose();
    expect(alive()).toBe(1);
    // They are whole: what is left of three sessions answers the same.
    expect(await collect(second.generate({ maxTokens: 4 }))).toEqual(answer);
    await second.dispose();
    expect(alive()).toBe(0);
  });

  test('go when a prefill is cancelled, and those before it stay', async () => {
    const session = await prefilled();
    const controller = new AbortController();
    const cancelled = session.prefill([{ type: 'text', text: 'many words '.repeat(12) }], {
      signal: controller.signal,
      onProgress: (done) => done >= 8 && controller.abort(reason),
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(alive()).toBe(1);
    await session.dispose();
    expect(alive()).toBe(0);
  });

  test('go when an answer is cancelled or left', async () => {
    await using session = await prefilled();
    const fork = await session.fork();
    const controller = new AbortController();
    const cancelled = async () => {
      for await (const _ of fork.generate({ maxTokens: 64, signal: controller.signal }))
        controller.abort(reason);
    };
    await expect(cancelled()).rejects.toBe(reason);
    for await (const _ of fork.generate({ maxTokens: 64 })) break;
    await fork.dispose();
    expect(alive()).toBe(1);
  });

  test('go when a session is disposed while it runs', async () => {
    const session = await prefilled();
    const running = session.prefill([{ type: 'text', text: 'many words '.repeat(12) }]);
    await session.dispose();
    await expect(running).rejects.toMatchObject({ code: 'disposed' });
    expect(alive()).toBe(0);
  });

  test('go when the model is disposed while a session runs', async () => {
    const own = countResidents(each.runtime);
    const other = await onnxLanguageModel(await tinyCheckpoint(), { prefillChunkTokens: 4, runtime: own });
    const session = await other.session();
    const running = session.prefill(parts, { videoTokens });
    await other.dispose();
    await expect(running).rejects.toMatchObject({ code: 'disposed' });
    await session.dispose();
    expect(own.counts.alive).toBe(0);
  });
});
