import type { LanguageModelSession } from '@slowfast/spec';
import { type TinyCheckpointName, timestampsOracle, tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { openAssistant } from 'slowfast-llava';
import { describe, expect, test } from 'vitest';
import { clips } from './testing/clips.ts';

const square = new URL('square.webm', clips.url);
/** What a plan assumes to be asked. */
const ordinary = 'What happens in this video, and in which order?';
const reduction = { frames: 3, aggregation: 'slowfast-slow_2frms_spatial_2d_max_pool-fast_2x2' };

/** The session, and its forks, telling how many tokens it has when it begins to answer. */
function counted(session: LanguageModelSession, tell: (tokens: number) => void): LanguageModelSession {
  return {
    get tokenCount() {
      return session.tokenCount;
    },
    prefill: (parts, options) => session.prefill(parts, options),
    generate(options) {
      tell(session.tokenCount);
      return session.generate(options);
    },
    nextLogits() {
      tell(session.tokenCount);
      return session.nextLogits();
    },
    logLikelihood: (tokens, options) => session.logLikelihood(tokens, options),
    fork: async () => counted(await session.fork(), tell),
    dispose: () => session.dispose(),
    [Symbol.asyncDispose]: () => session.dispose(),
  };
}

describe.each<TinyCheckpointName>(['llava-onevision', 'llava-1.5', 'smolvlm2', 'lfm2-vl'])('%s', (name) => {
  test('the plan counts the tokens of times exactly: those that are in the context when it answers', async () => {
    const told: number[] = [];
    await using assistant = await openAssistant({
      ...{ model: tinyCheckpoint(name).files.url, cache: false, worker: false, maxAnswerTokens: 2 },
      ...reduction,
      stages: {
        languageModel: async ({ make }) => {
          const model = await make();
          const session = async () => counted(await model.session(), (tokens) => told.push(tokens));
          return { ...model, session };
        },
      },
    });
    const plain = await assistant.plan(square);
    await using video = await assistant.watch(square, { reduction: { timestamps: true } });
    const { tokens, textTokens } = video.plan;
    expect(tokens).toEqual(plain.tokens);
    expect(textTokens.timestamps).toBeGreaterThan(2 * 5);
    expect(textTokens.prompt).toBe(plain.textTokens.prompt + textTokens.timestamps!);
    const { usage } = await video.ask(ordinary).result();
    expect(usage.promptTokens).toBe(tokens.total + textTokens.prompt);
    expect(told).toEqual([usage.promptTokens]);
    const { why } = await video.decide({ why: { type: 'boolean', text: ordinary } });
    expect(told).toEqual([usage.promptTokens, why.usage.promptTokens]);
    const { usage: ofOption } = await video.ask({ text: ordinary, options: ['yes', 'no'] }).result();
    expect(told.at(-1)).toBe(ofOption.promptTokens);
  });
});

test('SmolVLM2 reads what its processor writes', async () => {
  const { question } = await timestampsOracle();
  const rendered: string[] = [];
  await using assistant = await openAssistant({
    ...{ model: tinyCheckpoint('smolvlm2').files.url, cache: false, worker: false },
    ...{ frames: 2, aggregation: 'concat', timestamps: true },
    stages: {
      template: async ({ make }) => {
        const template = await make();
        return {
          ...template,
          render(turns, options) {
            const prompt = template.render(turns, options);
            rendered.push(prompt.parts.map((part) => (part.type === 'video' ? '#' : part.text)).join(''));
            return prompt;
          },
        };
      },
    },
    instructions: { keyFrames: '', openEnded: '', openEndedAnswerStart: '' },
  });
  await using video = await assistant.watch(square);
  await video.ask(question, { maxTokens: 1 }).result();
  const frame = (time: string) =>
    `\nFrame from ${time}:<fake_token_around_image><global-img>#<fake_token_around_image>`;
  expect(rendered.at(-1)).toBe(
    '<|im_start|>User: You are provided the following series of two frames from a 0:00:03 [H:MM:SS] video.\n' +
      `${frame('00:00')}${frame('00:02')}\n\n${question}<end_of_utterance>\nAssistant:`,
  );
});

test('the embedded model, whose tokenizer has no brackets, refuses by name, also from its worker', async () => {
  await using assistant = await openAssistant({ cache: false, timestamps: true });
  for (const refused of [assistant.plan(square), assistant.watch(square)]) {
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-setting',
      facts: { setting: 'timestamps', expected: expect.stringMatching(/tokenizer does not know "/) },
    });
  }
  await using video = await assistant.watch(square, { reduction: { timestamps: false } });
  expect(await video.ask('What shape appears?').text()).toBe('square');
});
