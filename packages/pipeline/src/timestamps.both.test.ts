import {
  hostTensor,
  type LanguageModelSession,
  type Notice,
  type PromptPart,
  type PromptTemplate,
  type ReductionSettings,
  type ReductionStrategy,
  type TokenAggregator,
} from '@slowfast/spec';
import { fakeFrameSource, fakeLanguageModel, fakePromptTemplate } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { homes } from './test-homes.ts';
import { foundSource, testCache, testStages } from './test-stages.ts';

const timed: ReductionSettings = { timestamps: true };
/** What a plan assumes to be asked. */
const ordinary = 'What happens in this video, and in which order?';
/** Slow ones of these eight frames, by their whole seconds: positions 0 and 4. */
const source = () => fakeFrameSource({ frameCount: 240, frameRate: 10 });
const textOf = async (session: LanguageModelSession, maxTokens: number) => {
  let text = '';
  for await (const part of session.generate({ maxTokens })) if (part.type === 'text-delta') text += part.text;
  return text.trim();
};

describe.each(homes)('timestamps, an assistant %s', (_name, create) => {
  test('answers as a model does that is given each time and each frame by itself', async () => {
    const cache = testCache();
    const stages = { ...testStages(), cache, findVideo: async () => foundSource(source) };
    await using assistant = create(stages);
    await using video = await assistant.watch('clip', { reduction: timed });
    const { answer } = await video.ask('Where?').result();

    const { values, size, reduction } = [...cache.entries.values()][0]!;
    await using session = await stages.languageModel.session();
    const text = (words: string): PromptPart => ({ type: 'text', text: words });
    const show = async (from: number, to: number) => {
      using rows = hostTensor(values.slice(from * size, to * size), [to - from, size]);
      await session.prefill([{ type: 'video' }], { videoTokens: rows });
    };
    await session.prefill([{ type: 'control', text: '<user> ' }]);
    for (const [k, position] of reduction.slowPositions.entries()) {
      const seconds = Math.floor(reduction.selectedFrames[position]!.timestampSeconds);
      await session.prefill([text(`[${seconds}] `)]);
      await show(k * 8, (k + 1) * 8);
    }
    await show(16, 48);
    await session.prefill([text('Where?\n'), { type: 'control', text: '<assistant> ' }]);
    expect(await textOf(session, stages.maxAnswerTokens)).toBe(answer);
    expect(
      new Set(reduction.slowPositions.map((p) => Math.floor(reduction.selectedFrames[p]!.timestampSeconds)))
        .size,
    ).toBe(2);
  });

  test('the plan counts what a question then uses', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    const without = await assistant.plan(source().info);
    const plan = await assistant.plan(source().info, { reduction: timed });
    expect(plan.textTokens).toEqual({
      ...without.textTokens,
      prompt: without.textTokens.prompt + 2,
      timestamps: 2,
    });
    expect(without.textTokens.timestamps).toBeUndefined();
    expect([plan.room, plan.tokens]).toEqual([without.room, without.tokens]);
    expect(plan.bytes).toBeGreaterThan(without.bytes);
    await using video = await assistant.watch(source(), { reduction: timed });
    expect(video.plan).toEqual(plan);
    const { usage } = await video.ask(ordinary).result();
    expect(usage.videoTokens).toBe(plan.tokens.total);
    expect(usage.promptTokens).toBe(plan.tokens.total + plan.textTokens.prompt);
    expect(stages.languageModel.prefilledTokens).toBe(usage.promptTokens);
  });

  test('further questions and the turns of a chat go on behind the same frames', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    await using video = await assistant.watch(source(), { reduction: timed });
    const first = await video.ask('Where?').result();
    const { prefilledTokens } = stages.languageModel;
    await using chat = video.chat();
    expect((await chat.ask('Where?').result()).answer).toBe(first.answer);
    const second = await chat.ask('Why?').result();
    expect(stages.languageModel.prefilledTokens - prefilledTokens).toBeLessThan(30);
    expect(second.usage.promptTokens).toBeGreaterThan(first.usage.promptTokens);
  });

  test('what was kept without times is taken up with them, and the other way round', async () => {
    const stages = { ...testStages(), cache: testCache(), findVideo: async () => foundSource(source) };
    await using assistant = create(stages);
    const answers: string[] = [];
    for (const [i, timestamps] of [true, false, true, false].entries()) {
      await using video = await assistant.watch('clip', { reduction: { timestamps } });
      expect(video.fromCache).toBe(i > 0);
      expect(video.plan.textTokens.timestamps).toBe(timestamps ? 2 : undefined);
      answers.push(await video.ask('Where?').text());
    }
    expect(stages.encoder.encodedFrames).toBe(8);
    expect(answers.slice(2)).toEqual(answers.slice(0, 2));
  });

  test('what was fitted to the context with times is kept apart from what was fitted without', async () => {
    const stages = { ...testStages(), cache: testCache(), findVideo: async () => foundSource(source) };
    const strategyFor = ({ timestamps = false }: ReductionSettings): ReductionStrategy => {
      const frames = timestamps ? 4 : 6;
      const strategy = stages.strategyFor({ frames, timestamps });
      const fitted: Notice = {
        ...{ code: 'fitted-to-context', message: 'Fitted.' },
        ...{ frames, slowFrames: 2, tokens: 16 + 4 * frames },
      };
      return { ...strategy, id: 'fitting', choose: () => ({ ...strategy.choose(), notices: [fitted] }) };
    };
    await using assistant = create({ ...stages, strategyFor });
    for (const [i, timestamps] of [false, true, false, true].entries()) {
      await using video = await assistant.watch('clip', { reduction: { timestamps } });
      expect([video.fromCache, video.plan.frames]).toEqual([i > 1, timestamps ? 4 : 6]);
    }
  });

  test.each([
    ['spatial_temporal_pool', 'mixes frames'],
    ['temporal_global_pool', 'mixes frames'],
    ['slowfast-slow_2frms_temporal_global_pool-fast_2x2', 'mixes frames'],
    ['slowfast-slow_0frms_concat-fast_2x2', 'without Slow frames'],
  ])('%s is refused before anything is decoded', async (aggregation, reason) => {
    const stages = testStages();
    await using assistant = create(stages);
    const reduction = { aggregation, timestamps: true };
    const refused = {
      code: 'aggregation-mismatch',
      facts: { aggregation, found: expect.stringContaining(reason) },
    };
    const watched = source();
    await expect(assistant.plan(watched.info, { reduction })).rejects.toMatchObject(refused);
    await expect(assistant.watch(watched, { reduction })).rejects.toMatchObject(refused);
    expect([watched.deliveredFrames, stages.encoder.encodedFrames]).toEqual([0, 0]);
    await using video = await assistant.watch(watched, { reduction: { aggregation } });
    expect(video.plan.textTokens.timestamps).toBeUndefined();
  });

  test('an aggregator of another kind is refused where it does not say what its slow frames have, or says it wrong', async () => {
    const stages = testStages();
    const own = (tokensPerSlowFrame: TokenAggregator['tokensPerSlowFrame']) => {
      const strategyFor = (settings: ReductionSettings) => {
        const strategy = stages.strategyFor(settings);
        const { sampler, aggregator } = strategy.choose();
        const { tokensPerSlowFrame: _, ...silent } = aggregator;
        const changed = tokensPerSlowFrame ? { ...silent, tokensPerSlowFrame } : silent;
        return { ...strategy, choose: () => ({ sampler, aggregator: changed }) };
      };
      return create({ ...stages, strategyFor });
    };
    for (const wrong of [undefined, () => 7, () => 0]) {
      const plan = own(wrong).plan(source().info, { reduction: timed });
      await expect(plan).rejects.toMatchObject({ code: 'aggregation-mismatch' });
    }
    const plan = await own(() => 8).plan(source().info, { reduction: timed });
    expect(plan.textTokens.timestamps).toBe(2);
  });

  test('a template that writes no times, and a tokenizer that does not know them, are refused by name', async () => {
    const { writesTimes: _, ...silent } = fakePromptTemplate();
    const render: PromptTemplate['render'] = (turns) => silent.render(turns);
    const cases = [
      [{ ...testStages(), template: { ...silent, render } }, /template writes no times/],
      [
        { ...testStages(), languageModel: fakeLanguageModel({ unknownWords: ['[1]', '[13]'] }) },
        /tokenizer does not know "\[1\]", "\[13\]"$/,
      ],
    ] as const;
    for (const [stages, expected] of cases) {
      await using assistant = create(stages);
      const watched = source();
      await expect(assistant.watch(watched, { reduction: timed })).rejects.toMatchObject({
        code: 'invalid-setting',
        facts: { setting: 'timestamps', expected: expect.stringMatching(expected) },
      });
      expect(watched.deliveredFrames).toBe(0);
      await using video = await assistant.watch(watched);
      expect(await video.ask('Where?').text()).not.toBe('');
    }
  });

  test('times that do not fit beside the video are refused before anything is decoded', async () => {
    const roomy = await create(testStages()).plan(source().info);
    const contextLength = roomy.tokens.total + roomy.textTokens.prompt + roomy.textTokens.answer + 1;
    const stages = testStages({ model: { contextLength } });
    await using assistant = create(stages);
    const watched = source();
    expect((await assistant.plan(watched.info)).fits).toBe(true);
    expect((await assistant.plan(watched.info, { reduction: timed })).fits).toBe(false);
    await expect(assistant.watch(watched, { reduction: timed })).rejects.toMatchObject({
      code: 'context-exceeded',
      facts: { needed: contextLength + 1, textTokens: roomy.textTokens.prompt + 2 },
    });
    expect(watched.deliveredFrames).toBe(0);
  });

  test('a strategy is told what times take, exactly where they are written', async () => {
    const stages = testStages();
    const told: (number | undefined)[] = [];
    const strategyFor = (settings: ReductionSettings): ReductionStrategy => ({
      ...stages.strategyFor(settings),
      choose(_info, _grid, _room, timeTokens) {
        const chosen = stages.strategyFor(settings).choose();
        told.push(timeTokens?.(chosen));
        return chosen;
      },
    });
    await using assistant = create({ ...stages, strategyFor });
    await assistant.plan(source().info);
    await assistant.plan(source().info, { reduction: timed });
    expect(new Set(told)).toEqual(new Set([undefined, 2]));
  });
});
