import type { OnnxRuntime } from '@slowfast/onnx-session';
import { ContextExceededError, hostTensor, type LanguageModel, type PromptPart } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { onRuntime, testRuntimes } from './testing/test-runtimes.ts';
import {
  collect,
  type DecoderGraphLayout,
  decoderGraphLayouts,
  oracleCases,
  promptParts,
  tinyCheckpoint,
} from './testing/tiny-checkpoint.ts';

const cases = await oracleCases();
const [oracle, other, long] = cases as [(typeof cases)[0], (typeof cases)[0], (typeof cases)[0]];
const video = (values: Float32Array) => hostTensor(values, [values.length / 32, 32]);

for (const each of testRuntimes) {
  const { title, isSkipped } = onRuntime(each);
  for (const layout of decoderGraphLayouts) {
    describe.skipIf(isSkipped)(`${layout} ${title}`, () => testSessions(each.runtime, layout));
  }
}

function testSessions(runtime: OnnxRuntime, layout: DecoderGraphLayout): void {
  let model: LanguageModel;
  beforeAll(async () => {
    model = await onnxLanguageModel(await tinyCheckpoint(layout), {
      prefillChunkTokens: 16,
      runtime,
    });
  });
  afterAll(() => model.dispose());

  async function prefilled(of = oracle) {
    const session = await model.session();
    await session.prefill(promptParts(of), { videoTokens: video(of.video) });
    return session;
  }

  test.each(cases)('text, count and reason equal the oracle: $question', async (each) => {
    await using session = await prefilled(each);
    const prompt = each.head.length + each.tail.length + each.video.length / 32;
    expect(session.tokenCount).toBe(prompt);
    const answer = await collect(session.generate({ maxTokens: 64 }));
    expect(answer).toMatchObject({ text: each.text, tokens: 64, finishReason: 'length' });
    expect(session.tokenCount).toBe(prompt + 64);
  });

  test('a fork continues like a session of its own, and leaves the first alone', async () => {
    const head = promptParts(oracle).slice(0, 2);
    const tails: PromptPart[][] = [promptParts(oracle).slice(2), promptParts(other).slice(2)];
    await using prefix = await model.session();
    await prefix.prefill(head, { videoTokens: video(oracle.video) });
    for (const tail of tails) {
      await using fresh = await model.session();
      await fresh.prefill([...head, ...tail], { videoTokens: video(oracle.video) });
      await using fork = await prefix.fork();
      await fork.prefill(tail);
      const [ofFork, ofFresh] = [fork, fresh].map((session) => collect(session.generate({ maxTokens: 24 })));
      expect(await ofFork).toEqual(await ofFresh);
    }
    expect(prefix.tokenCount).toBe(oracle.head.length + oracle.video.length / 32);
  });

  test('an answer given in two goes equals one given at once, also after a fork', async () => {
    await using session = await prefilled();
    // The limit falls between two characters, so that none is cut in two.
    const limit = 7;
    const first = await collect(session.generate({ maxTokens: limit }));
    expect(first.text.endsWith('\uFFFD')).toBe(false);
    await using fork = await session.fork();
    for (const each of [session, fork]) {
      const second = await collect(each.generate({ maxTokens: 64 - limit }));
      expect(first.text + second.text).toBe(oracle.text);
    }
    expect(fork.tokenCount).toBe(session.tokenCount);
  });

  test('more prompt after an answer sees the answer', async () => {
    await using session = await prefilled();
    const { tokens } = await collect(session.generate({ maxTokens: 5 }));
    await session.prefill([{ type: 'control', text: '<|im_end|>\n' }]);
    const prompt = oracle.head.length + oracle.video.length / 32 + oracle.tail.length;
    expect(session.tokenCount).toBe(prompt + tokens + 2);
  });

  test('a cancelled prefill leaves the session as it was', async () => {
    await using session = await model.session();
    await session.prefill(promptParts(oracle).slice(0, 2), { videoTokens: video(oracle.video) });
    const before = session.tokenCount;
    const controller = new AbortController();
    const reason = new Error('enough');
    const seen: number[] = [];
    const tail: PromptPart[] = [{ type: 'text', text: 'many words '.repeat(12) }];
    const cancelled = session.prefill(tail, {
      signal: controller.signal,
      onProgress: (done) => {
        seen.push(done);
        if (seen.length === 2) controller.abort(reason);
      },
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(seen).toEqual([16, 32]);
    expect(session.tokenCount).toBe(before);
    await session.prefill(promptParts(oracle).slice(2));
    expect((await collect(session.generate({ maxTokens: 64 }))).text).toBe(oracle.text);
  });

  test('a cancelled answer throws the reason and leaves the session usable', async () => {
    await using session = await prefilled();
    const controller = new AbortController();
    const reason = new Error('enough');
    const parts = session.generate({ maxTokens: 64, signal: controller.signal });
    const run = async () => {
      for await (const part of parts) if (part.tokens >= 3) controller.abort(reason);
    };
    await expect(run()).rejects.toBe(reason);
    const counted = session.tokenCount;
    expect((await collect(session.generate({ maxTokens: 4 }))).tokens).toBe(4);
    expect(session.tokenCount).toBe(counted + 4);
  });

  test('a prompt that does not fit is refused before anything runs', async () => {
    await using session = await model.session();
    const values = new Float32Array(520 * 32);
    const seen: number[] = [];
    const refused = session.prefill(promptParts(long), {
      videoTokens: video(values),
      onProgress: (done) => seen.push(done),
    });
    await expect(refused).rejects.toBeInstanceOf(ContextExceededError);
    await expect(refused).rejects.toMatchObject({ facts: { videoTokens: 520, contextLength: 512 } });
    expect([seen, session.tokenCount]).toEqual([[], 0]);
  });

  test('a question that no longer fits behind a video says how much is the video', async () => {
    await using session = await model.session();
    await session.prefill(promptParts(oracle).slice(0, 2), {
      videoTokens: video(new Float32Array(490 * 32)),
    });
    await using fork = await session.fork();
    const refused = fork.prefill([{ type: 'text', text: 'many words '.repeat(12) }]);
    await expect(refused).rejects.toMatchObject({ facts: { videoTokens: 490 } });
  });

  test('an answer ends where the context ends', async () => {
    await using session = await model.session();
    const text = long.head.length + long.tail.length;
    await session.prefill(promptParts(long), { videoTokens: video(new Float32Array((507 - text) * 32)) });
    const answer = await collect(session.generate({ maxTokens: 64 }));
    expect(answer).toMatchObject({ finishReason: 'context', tokens: 5 });
    expect(session.tokenCount).toBe(512);
  });

  test('sampling repeats with a seed and differs between seeds', async () => {
    await using session = await prefilled();
    const sample = async (seed: number) => {
      await using fork = await session.fork();
      return (await collect(fork.generate({ maxTokens: 16, temperature: 1.5, seed }))).text;
    };
    expect(await sample(1)).toBe(await sample(1));
    expect(await sample(1)).not.toBe(await sample(2));
  });

  test('a stop string ends the answer and is no part of it', async () => {
    await using session = await prefilled();
    const stop = oracle.text.slice(6, 9);
    const answer = await collect(session.generate({ maxTokens: 64, stopStrings: [stop] }));
    expect(answer).toMatchObject({
      finishReason: 'stop',
      text: oracle.text.slice(0, oracle.text.indexOf(stop)),
    });
  });

  test.each([
    ['no tokens for the video part', promptParts(oracle), undefined, 'invalid-tensor'],
    ['tokens without a video part', promptParts(oracle).slice(2), [5, 32], 'invalid-tensor'],
    ['two video parts', [{ type: 'video' }, { type: 'video' }] as PromptPart[], [5, 32], 'invalid-tensor'],
    ['no token at all', promptParts(oracle), [0, 32], 'invalid-tensor'],
    ['another width', promptParts(oracle), [5, 16], 'stage-mismatch'],
  ])('refused: %s', async (_, parts, shape, code) => {
    await using session = await model.session();
    const videoTokens = shape && hostTensor(new Float32Array(shape[0]! * shape[1]!), shape);
    await expect(session.prefill(parts, videoTokens ? { videoTokens } : {})).rejects.toMatchObject({ code });
    expect(session.tokenCount).toBe(0);
  });

  test.each([
    { maxTokens: 0 },
    { maxTokens: 1.5 },
    { maxTokens: 1, temperature: -1 },
    { maxTokens: 1, topP: 0 },
    { maxTokens: 1, topK: 0 },
    { maxTokens: 1, minP: 2 },
    { maxTokens: 1, repetitionPenalty: 0 },
  ])('refused: %o', async (options) => {
    await using session = await prefilled();
    await expect(collect(session.generate(options))).rejects.toMatchObject({ code: 'invalid-setting' });
  });

  test('generating without a prompt, and anything after disposal, is refused', async () => {
    const session = await model.session();
    await expect(collect(session.generate({ maxTokens: 1 }))).rejects.toMatchObject({
      code: 'invalid-setting',
    });
    await session.dispose();
    await expect(session.prefill(promptParts(oracle))).rejects.toMatchObject({ code: 'disposed' });
    await expect(collect(session.generate({ maxTokens: 1 }))).rejects.toMatchObject({ code: 'disposed' });
  });
}
