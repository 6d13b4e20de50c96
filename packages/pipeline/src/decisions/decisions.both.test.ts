import type { DecisionQuestions, Notice, ProgressEvent, VideoAssistant } from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { homes } from '../test-homes.ts';
import { testStages } from '../test-stages.ts';

const three = {
  shape: { type: 'choice', text: 'What appears?', choices: ['circle', ' square', 'star'] },
  star: { type: 'boolean', text: 'Is there a star?' },
  many: { type: 'score', text: 'How many?', levels: ['one', 'two', 'three'] },
} as const satisfies DecisionQuestions;

describe.each(homes)('%s', (_, create) => {
  const watch = async (settings: Parameters<typeof testStages>[0] = {}) => {
    const stages = testStages(settings);
    const assistant: VideoAssistant = create(stages);
    const video = await assistant.watch(fakeFrameSource());
    return { stages, video, [Symbol.asyncDispose]: () => assistant.dispose() };
  };

  test('every kind of question is decided, and its type is known', async () => {
    await using opened = await watch();
    const { shape, star, many } = await opened.video.decide({
      shape: { type: 'choice', text: 'What appears?', choices: ['circle', ' square', 'star'] },
      star: { type: 'boolean', text: 'Is there a star?' },
      many: { type: 'score', text: 'How many?', levels: ['one', 'two', 'three'] },
    });
    expectTypeOf(shape.choice).toEqualTypeOf<'circle' | ' square' | 'star'>();
    expectTypeOf(many.level).toEqualTypeOf<'one' | 'two' | 'three'>();
    expectTypeOf(star.probability).toEqualTypeOf<number>();
    expect(sum(shape.probabilities)).toBeCloseTo(1, 12);
    expect(shape.choice).toBe(three.shape.choices[shape.index]);
    expect(shape.probability).toBe(Math.max(...shape.probabilities));
    expect(star.answer).toBe(star.probability >= 0.5);
    expect(sum(many.probabilities)).toBeCloseTo(1, 12);
    expect(many.score).toBeCloseTo(many.probabilities[1]! + 2 * many.probabilities[2]!, 12);
    for (const { labels, labelMass, usage } of [shape, star, many]) {
      expect(labels).toBe('tokens');
      expect(labelMass).toBeGreaterThan(0);
      expect(labelMass).toBeLessThan(1);
      expect(usage).toMatchObject({ videoTokens: opened.video.tokens.total, answerTokens: 1 });
      expect(usage.promptTokens).toBeGreaterThan(usage.videoTokens);
    }
  });

  test('questions whose types are not known before are decided as well', async () => {
    await using opened = await watch();
    const questions: DecisionQuestions = three;
    const decided = await opened.video.decide(questions);
    expect(Object.keys(decided)).toEqual(['shape', 'star', 'many']);
    for (const [name, decision] of Object.entries(decided))
      expect(decision.type).toBe(three[name as 'star'].type);
  });

  test('a video is prefilled once for all questions, and sessions are disposed', async () => {
    await using opened = await watch();
    const { stages, video } = opened;
    const { shape, star, many } = await video.decide(three);
    const text = [shape, star, many].reduce(
      (all, { usage }) => all + usage.promptTokens - usage.videoTokens,
      0,
    );
    // The user's marker stands before the video, which was read once.
    expect(stages.languageModel.prefilledTokens).toBe(video.tokens.total + text - 2);
    expect(stages.languageModel.liveSessions).toBe(1);
    expect(await video.decide(three)).toMatchObject({ shape: { probabilities: shape.probabilities } });
    expect(stages.languageModel.liveSessions).toBe(1);
  });

  test('orders are all asked, and a choice keeps its probability', async () => {
    await using opened = await watch({ model: { answer: 'A' } });
    const { video } = opened;
    const question = {
      shape: { type: 'choice', text: 'What appears?', choices: ['circle', 'square'] },
    } as const;
    const given = (await video.decide(question)).shape;
    expect(given).toMatchObject({ choice: 'circle', usage: { answerTokens: 1 } });
    expect(given.probability).toBeGreaterThan(0.99);
    // Always the first: what it prefers is the place.
    const both = (await video.decide(question, { orders: 'both' })).shape;
    expect(both.usage.answerTokens).toBe(2);
    expect(both.probability).toBeCloseTo(0.5, 2);
    const all = (await video.decide(three, { orders: 'all' })).shape;
    expect(all.usage.answerTokens).toBe(3);
    for (const probability of all.probabilities) expect(probability).toBeCloseTo(1 / 3, 2);
  });

  test('a temperature evens out, and leaves the mass alone', async () => {
    await using opened = await watch();
    const [plain, even] = [
      await opened.video.decide(three),
      await opened.video.decide(three, { temperature: 5 }),
    ];
    const powers = plain.shape.probabilities.map((probability) => probability ** (1 / 5));
    for (const [i, power] of powers.entries()) {
      expect(even.shape.probabilities[i]).toBeCloseTo(power / sum(powers), 10);
    }
    expect(even.shape.labelMass).toBe(plain.shape.labelMass);
  });

  test("a calibration's temperature counts where a decision says none, for options as well", async () => {
    const stages = testStages();
    const calibration = { temperature: 5, languageModel: stages.languageModel.id };
    const others = { temperature: 3, languageModel: 'another model' };
    await using assistant = create({ ...stages, calibration: [calibration, others] });
    expect(await assistant.describe()).toMatchObject({ calibration });
    await using video = await assistant.watch(fakeFrameSource());
    const { shape } = await video.decide(three);
    const told = (await video.decide(three, { temperature: 5 })).shape;
    const plain = (await video.decide(three, { temperature: 1 })).shape;
    expect([shape.temperature, told.temperature, plain.temperature]).toEqual([5, 5, 1]);
    expect(shape.probabilities).toEqual(told.probabilities);
    expect(shape.probability).toBeLessThan(plain.probability);
    const { text, choices: options } = three.shape;
    const { option } = await video.ask({ text, options }).result();
    expect(option!.temperature).toBe(5);
    expect(option!.probability).toBeLessThan(1);
    const calibrated = option!.probabilities.map((probability) => probability ** 5);
    await using uncalibrated = create({ ...testStages(), calibration: [others] });
    expect(await uncalibrated.describe()).not.toHaveProperty('calibration');
    await using other = await uncalibrated.watch(fakeFrameSource());
    const without = (await other.ask({ text, options }).result()).option!;
    expect(without.temperature).toBe(1);
    for (const [i, probability] of without.probabilities.entries()) {
      expect(probability).toBeCloseTo(calibrated[i]! / sum(calibrated), 9);
    }
  });

  test('questions of a chat see what was said, and are no part of it', async () => {
    await using opened = await watch();
    const { video } = opened;
    await using chat = video.chat();
    const alone = await video.decide(three);
    expect((await chat.decide(three)).shape.probabilities).toEqual(alone.shape.probabilities);
    const first = await chat.ask('What is it?').result();
    const told = await chat.decide(three);
    expect(told.shape.probabilities).not.toEqual(alone.shape.probabilities);
    expect(told.shape.usage.promptTokens).toBeGreaterThan(alone.shape.usage.promptTokens);
    const next = await chat.ask('And then?').result();
    await using other = video.chat();
    expect((await other.ask('What is it?').result()).answer).toBe(first.answer);
    expect((await other.ask('And then?').result()).usage).toEqual(next.usage);
  });

  test('progress and notices are told, the notices with the decision, too', async () => {
    await using opened = await watch({ model: { unknownWords: ['zeppelin'] } });
    const progress: ProgressEvent[] = [];
    const notices: Notice[] = [];
    const { there } = await opened.video.decide(
      { there: { type: 'boolean', text: 'Is the zeppelin there?' } },
      { onProgress: (event) => progress.push(event), onNotice: (notice) => notices.push(notice) },
    );
    expect(notices).toMatchObject([
      { code: 'outside-its-world', reason: 'unknown-words', words: ['zeppelin'] },
    ]);
    expect(there.notices).toEqual(notices);
    expect(progress.at(-1)).toEqual({ stage: 'decide', done: 1, total: 1 });
  });

  test.each([
    ['no question', {}, {}, 'invalid-setting', /questions/],
    ['no record', [three.star], {}, 'invalid-setting', /questions/],
    ['nothing', undefined, {}, 'invalid-setting', /questions/],
    ['no text', { a: { type: 'boolean', text: ' ' } }, {}, 'empty-question', /questions\.a/],
    ['another text', { a: { type: 'boolean', text: 5 } }, {}, 'invalid-setting', /questions\.a\.text/],
    ['one choice', { a: { ...three.shape, choices: ['x'] } }, {}, 'invalid-setting', /1 texts/],
    ['27 levels', { a: { ...three.many, levels: many(27) } }, {}, 'invalid-setting', /27 texts/],
    ['a choice twice', { a: { ...three.shape, choices: ['x', ' x'] } }, {}, 'invalid-setting', /"x" twice/],
    ['a blank choice', { a: { ...three.shape, choices: ['x', ' '] } }, {}, 'empty-question', /choices\[1\]/],
    ['no choices', { a: { type: 'choice', text: 'x' } }, {}, 'invalid-setting', /choices/],
    ['another type', { a: { type: 'box', text: 'x' } }, {}, 'invalid-setting', /"box"/],
    ['nothing by a name', { a: undefined }, {}, 'invalid-setting', /questions\.a\.type/],
    ['another member', { a: { ...three.star, choices: ['x', 'y'] } }, {}, 'unknown-option', /choices/],
    ['other orders', three, { orders: 'some' }, 'invalid-setting', /orders/],
    ['no temperature', three, { temperature: 0 }, 'invalid-setting', /temperature/],
    ['another option', three, { order: 'both' }, 'unknown-option', /orders/],
  ])('%s is refused before anything runs', async (_name, questions, options, code, message) => {
    await using opened = await watch();
    const decided = opened.video.decide(questions as DecisionQuestions, options as object);
    await expect(decided).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(opened.stages.languageModel.prefilledTokens).toBe(0);
  });

  test('a question that does not fit the context is refused, and none of the others runs', async () => {
    await using opened = await watch({ model: { contextLength: 120 } });
    const long = { ...three.star, text: `${'very '.repeat(200)}long?` };
    const decided = opened.video.decide({ ...three, long });
    await expect(decided).rejects.toMatchObject({ code: 'context-exceeded' });
    expect(opened.stages.languageModel.prefilledTokens).toBe(0);
  });

  test('is cancelled, by its signal and by disposing the video', async () => {
    await using opened = await watch();
    const { stages, video } = opened;
    const reason = new Error('stopped by the test');
    const aborted = video.decide(three, { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toThrow('stopped by the test');
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    const during = video.decide(three, { signal: controller.signal, onProgress });
    await expect(during).rejects.toThrow('stopped by the test');
    // Questions go on.
    expect((await video.decide(three)).star.type).toBe('boolean');
    const left = video.decide(three);
    const ended = expect(left).rejects.toMatchObject({ code: 'disposed' });
    await video.dispose();
    await ended;
    await expect(video.decide(three)).rejects.toMatchObject({ code: 'disposed' });
    expect(stages.languageModel.liveSessions).toBe(0);
  });
});

function many(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `level ${i}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
