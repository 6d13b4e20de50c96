import { hostTensor } from '@slowfast/spec';
import { expect } from 'vitest';
import { answerOf, promptedSession, textOf, videoTensor } from './language-model-answers.ts';
import type { LanguageModelCase } from './language-model-case.ts';

/** Prompts, forks and cancellation. */
export function testPrefill(setup: LanguageModelCase): void {
  const { withModel, prompt, head, tail, maxTokens } = setup;

  withModel('counts the tokens that a prompt takes', async (model) => {
    await using session = await model.session();
    expect(session.tokenCount).toBe(0);
    using videoTokens = videoTensor(model, setup.videoTokens);
    await session.prefill(prompt, { videoTokens });
    expect(session.tokenCount).toBe(model.checkPrompt(prompt).textTokens + setup.videoTokens);
  });

  withModel('reports progress up to the total', async (model) => {
    await using session = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    const seen: (readonly [number, number])[] = [];
    await session.prefill(prompt, { videoTokens, onProgress: (done, total) => seen.push([done, total]) });
    const done = seen.map(([count]) => count);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(seen.map(([, total]) => total))).toEqual(new Set([session.tokenCount]));
    expect(seen.at(-1)?.[0]).toBe(session.tokenCount);
  });

  withModel('a prompt in two pieces makes the same as the whole', async (model, shared) => {
    await using pieces = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    await pieces.prefill(head, { videoTokens });
    await pieces.prefill(tail);
    expect(pieces.tokenCount).toBe((await shared.origin()).tokenCount);
    expect(await answerOf(pieces, { maxTokens })).toBe(textOf(await shared.whole()));
  });

  withModel('a fork goes on like a new prefill, and leaves its origin alone', async (model, shared) => {
    await using origin = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    await origin.prefill(head, { videoTokens });
    const before = origin.tokenCount;
    const expected = textOf(await shared.whole());
    for (let i = 0; i < 2; i += 1) {
      await using fork = await origin.fork();
      expect(fork.tokenCount).toBe(before);
      await fork.prefill(tail);
      expect(await answerOf(fork, { maxTokens })).toBe(expected);
      expect(origin.tokenCount).toBe(before);
    }
    await origin.prefill(tail);
    expect(await answerOf(origin, { maxTokens })).toBe(expected);
  });

  withModel('a fork survives its origin', async (model, shared) => {
    const origin = await promptedSession(model, setup);
    await using fork = await origin.fork();
    await origin.dispose();
    expect(await answerOf(fork, { maxTokens })).toBe(textOf(await shared.whole()));
  });

  withModel('cancelling leaves the session as it was', async (model, shared) => {
    const reason = new Error('stopped by the test');
    await using session = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    await session.prefill(head, { videoTokens });
    const before = session.tokenCount;
    const aborted = session.prefill(tail, { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
    const controller = new AbortController();
    const during = session.prefill(tail, {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(during).rejects.toBe(reason);
    expect(session.tokenCount).toBe(before);
    await session.prefill(tail);
    expect(await answerOf(session, { maxTokens })).toBe(textOf(await shared.whole()));
  });

  withModel(
    'lets others have their turn between chunks, and may be told to end there',
    async (model, shared) => {
      await using session = await model.session();
      using videoTokens = videoTensor(model, setup.videoTokens);
      const log: string[] = [];
      const onProgress = () => log.push('chunk');
      const betweenRuns = async () => {
        log.push('turn');
        // Another session runs meanwhile.
        await using other = await (await shared.origin()).fork();
        await answerOf(other, { maxTokens: 1 });
        log.push('back');
      };
      await session.prefill(prompt, { videoTokens, onProgress, betweenRuns });
      const chunks = log.filter((entry) => entry === 'chunk').length;
      const between = Array.from({ length: chunks - 1 }, () => ['chunk', 'turn', 'back']);
      expect(log).toEqual([...between.flat(), 'chunk']);
      expect(await answerOf(session, { maxTokens })).toBe(textOf(await shared.whole()));

      await using refused = await model.session();
      const reason = new Error('no more turns');
      const prefill = refused.prefill(prompt, { videoTokens, betweenRuns: () => Promise.reject(reason) });
      if (chunks > 1) {
        await expect(prefill).rejects.toBe(reason);
        expect(refused.tokenCount).toBe(0);
      } else await prefill;
    },
  );

  withModel('a video in parts, with text between them, makes the same as each part alone', async (model) => {
    const at = prompt.findIndex(({ type }) => type === 'video');
    const cuts = [0, 1, Math.floor(setup.videoTokens / 2), setup.videoTokens].filter(
      (row, i, rows) => i === 0 || row > rows[i - 1]!,
    );
    const shown = cuts.slice(1).map((to, i) => ({ type: 'video', from: cuts[i]!, to }) as const);
    // The first part stands behind the head alone: text that follows text may be tokenised with it.
    const text = setup.tail.filter(({ type }) => type === 'text').slice(0, 1);
    const between = ({ from }: { from: number }) => (from === 0 ? [] : text);
    const parts = [
      ...prompt.slice(0, at),
      ...shown.flatMap((part) => [...between(part), part]),
      ...setup.tail,
    ];
    await using whole = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    await whole.prefill(parts, { videoTokens });
    expect(whole.tokenCount).toBe(model.checkPrompt(parts).textTokens + setup.videoTokens);
    await using pieces = await model.session();
    await pieces.prefill(prompt.slice(0, at));
    const values = await videoTokens.read();
    for (const part of shown) {
      const { from, to } = part;
      const { embeddingSize } = model;
      const rows = values.slice(from * embeddingSize, to * embeddingSize);
      using own = hostTensor(rows, [to - from, embeddingSize]);
      await pieces.prefill([...between(part), { type: 'video' }], { videoTokens: own });
    }
    await pieces.prefill(setup.tail);
    expect(pieces.tokenCount).toBe(whole.tokenCount);
    expect(await answerOf(whole, { maxTokens })).toBe(await answerOf(pieces, { maxTokens }));
  });

  withModel('refuses parts of a video that are not all of it, once and in order', async (model) => {
    await using session = await model.session();
    const { videoTokens: tokens } = setup;
    using videoTokens = videoTensor(model, tokens);
    for (const rows of [
      [[0, tokens - 1]],
      [[1, tokens]],
      [[0, tokens + 1]],
      [
        [0, 1],
        [0, tokens],
      ],
      [
        [1, tokens],
        [0, 1],
      ],
      [
        [0, 0],
        [0, tokens],
      ],
    ] as const) {
      const parts = rows.map(([from, to]) => ({ type: 'video', from, to }) as const);
      const refused = session.prefill(parts, { videoTokens });
      await expect(refused, String(rows)).rejects.toMatchObject({ code: 'invalid-tensor' });
    }
    expect(session.tokenCount).toBe(0);
  });

  withModel('refuses a video of another width, or none', async (model) => {
    await using session = await model.session();
    using wrong = videoTensor({ embeddingSize: model.embeddingSize + 1 }, 2);
    await expect(session.prefill(prompt, { videoTokens: wrong })).rejects.toThrow();
    await expect(session.prefill(prompt)).rejects.toThrow();
    expect(session.tokenCount).toBe(0);
  });

  withModel('refuses more than the context holds, before anything runs', async (model) => {
    await using session = await model.session();
    const { contextLength, embeddingSize } = model;
    const tooMany = new Float32Array((contextLength + 1) * embeddingSize);
    using videoTokens = hostTensor(tooMany, [contextLength + 1, embeddingSize]);
    const progress: number[] = [];
    const call = session.prefill(prompt, { videoTokens, onProgress: (done) => progress.push(done) });
    await expect(call).rejects.toMatchObject({ code: 'context-exceeded' });
    expect(progress).toEqual([]);
    expect(session.tokenCount).toBe(0);
  });
}
