import {
  type ChatOptions,
  ContextExceededError,
  type DecideOptions,
  DisposedError,
  type Question,
  type Turn,
  type VideoAssistant,
  type VideoChat,
} from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { homes } from './test-homes.ts';
import { testStages } from './test-stages.ts';

const questions: readonly (string | Question)[] = [
  'What moves?',
  { text: 'Which colour?', options: ['red', 'blue'] },
  'And then?',
  'Where does it go?',
];
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const watch = (assistant: VideoAssistant) => assistant.watch(fakeFrameSource());
/** What an answer is made of, to the token. */
const answerTo = async (chat: VideoChat, question: string | Question) => {
  const { answer, usage, option, logprobs } = await chat.ask(question, { logprobs: true }).result();
  return { answer, usage, option, ids: logprobs?.map(({ id }) => id) };
};

describe.each(homes)('a chat of an assistant %s', (_name, create) => {
  test('goes on from its history, as plain data, like one that never ended', async () => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    const whole = video.chat();
    for (const [i, question] of questions.entries()) {
      const { history } = whole;
      expect(history).toHaveLength(2 * i);
      // What a stateless server does.
      await using other = create(testStages());
      await using again = await watch(other);
      const continued = again.chat({ history: structuredClone(plain(history)) });
      expect(await answerTo(continued, question)).toEqual(await answerTo(whole, question));
      expect(continued.history).toEqual(whole.history);
    }
    const [, first] = whole.history;
    expect(first).toEqual({ role: 'assistant', text: expect.stringMatching(/\S/) });
    const other = video.chat({ history: [whole.history[0]!, { role: 'assistant', text: 'Nothing.' }] });
    expect(await answerTo(other, questions[1]!)).not.toEqual(
      await answerTo(video.chat({ history: whole.history.slice(0, 2) }), questions[1]!),
    );
  });

  test('a question of the history may be a text alone', async () => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    const chat = video.chat({
      history: [
        { role: 'user', question: 'What moves?' },
        { role: 'assistant', text: 'a ball' },
      ],
    });
    const expected: Turn[] = [
      { role: 'user', question: { text: 'What moves?' } },
      { role: 'assistant', text: 'a ball' },
    ];
    expect(chat.history).toEqual(expected);
    expect(await answerTo(chat, 'Where?')).toEqual(
      await answerTo(video.chat({ history: expected }), 'Where?'),
    );
  });

  test('counts all tokens of the prompt', async () => {
    const history: Turn[] = [];
    for (const question of questions) {
      const stages = testStages();
      await using assistant = create(stages);
      await using video = await watch(assistant);
      const chat = video.chat({ history, system: 'Be very brief.' });
      const { usage } = await chat.ask(question).result();
      expect(usage.promptTokens).toBe(stages.languageModel.prefilledTokens);
      history.push(...chat.history.slice(-2));
    }
  });

  test('keeps answers that came to their end alone, and copies what it is given', async () => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    const given: Turn[] = [
      { role: 'user', question: { text: 'What moves?' } },
      { role: 'assistant', text: 'a ball' },
    ];
    const chat = video.chat({ history: given });
    const expected = plain(given);
    given.length = 0;
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(chat.ask('Why?', { signal: stop.signal, onProgress }).result()).rejects.toThrow('enough');
    await expect(chat.ask(' ').result()).rejects.toMatchObject({ code: 'empty-question' });
    for await (const _ of chat.ask('Left at its first part?')) break;
    expect(chat.history).toEqual(expected);
    (chat.history as Turn[]).push({ role: 'assistant', text: 'mine' });
    expect(chat.history).toEqual(expected);
    await chat.ask('Why?').result();
    const { history } = chat;
    expect(history).toHaveLength(4);
    await chat.dispose();
    expect(chat.history).toEqual(history);
    await expect(chat.ask('Why?').result()).rejects.toBeInstanceOf(DisposedError);
  });

  test('questions at the same time follow each other', async () => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    const [one, other] = [video.chat(), video.chat()];
    const together = await Promise.all(questions.map((question) => one.ask(question).result()));
    for (const [i, question] of questions.entries()) {
      expect((await other.ask(question).result()).answer).toBe(together[i]!.answer);
    }
    expect(one.history).toEqual(other.history);
  });

  test('a history that does not fit is refused before anything runs', async () => {
    const stages = testStages({ model: { contextLength: 100 } });
    await using assistant = create(stages);
    await using video = await watch(assistant);
    const turns: Turn[] = [
      { role: 'user', question: { text: 'why '.repeat(40) } },
      { role: 'assistant', text: 'because' },
    ];
    const chat = video.chat({ history: turns });
    await expect(chat.ask('And then?').result()).rejects.toBeInstanceOf(ContextExceededError);
    expect(stages.languageModel).toMatchObject({ prefilledTokens: 0, liveSessions: 0 });
    expect(chat.history).toEqual(turns);
    expect((await video.chat({ history: [] }).ask('And then?').result()).answer).not.toBe('');
  });

  test.each<[string, unknown]>([
    ['no list', 'What moves?'],
    ['an answer first', [{ role: 'assistant', text: 'a ball' }]],
    ['a question last', [{ role: 'user', question: 'What moves?' }]],
    [
      'other names',
      [
        { role: 'user', content: 'What moves?' },
        { role: 'assistant', content: 'a ball' },
      ],
    ],
    ['an answer without text', [{ role: 'user', question: 'What moves?' }, { role: 'assistant' }]],
    ['a system turn', [{ role: 'system', text: 'Be brief.' }]],
    [
      'a question without text',
      [
        { role: 'user', question: {} },
        { role: 'assistant', text: 'a ball' },
      ],
    ],
    ['nothing as a turn', [null, undefined]],
  ])('a history with %s is refused', async (_, history) => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    const begin = () => video.chat({ history } as unknown as ChatOptions);
    expect(begin).toThrow(expect.objectContaining({ code: 'invalid-setting' }));
  });

  test('options that there are not, or not in a chat, are refused', async () => {
    await using assistant = create(testStages());
    await using video = await watch(assistant);
    expect(() => video.chat({ histroy: [] } as ChatOptions)).toThrow('"history"');
    expect(() => video.chat({ system: 5 } as unknown as ChatOptions)).toThrow('a text');
    const told = { system: 'Be brief.' } as object;
    const refused = expect.objectContaining({ code: 'unknown-option' });
    await expect(video.chat().ask('Why?', told).result()).rejects.toEqual(refused);
    const questions = { moves: { type: 'boolean', text: 'Does it move?' } } as const;
    await expect(video.chat().decide(questions, told)).rejects.toEqual(refused);
    const wrong = { system: 5 } as unknown as DecideOptions;
    await expect(video.decide(questions, wrong)).rejects.toThrow('a text');
  });

  test('its system prompt holds for all its questions, and costs another prefill of the video alone', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    await using video = await watch(assistant);
    const cost = async (work: Promise<unknown>) => {
      const before = stages.languageModel.prefilledTokens;
      await work;
      return stages.languageModel.prefilledTokens - before;
    };
    const videoTokens = video.tokens.total;
    const chat = video.chat({ system: 'Be brief.' });
    expect(await cost(chat.ask('What moves?').result())).toBeGreaterThan(videoTokens);
    expect(await cost(chat.ask('And then?').result())).toBeLessThan(videoTokens);
    const options = { system: 'Be brief.' };
    expect(await cost(video.ask('What moves?', options).result())).toBeLessThan(videoTokens);
    expect(await cost(video.ask('What moves?').result())).toBeGreaterThan(videoTokens);
    expect(await cost(video.ask('What moves?', { system: ' ' }).result())).toBeLessThan(videoTokens);

    const decisions = { moves: { type: 'boolean', text: 'Does it move?' } } as const;
    const decided = async (work: ReturnType<typeof video.decide<typeof decisions>>) => (await work).moves;
    const briefly = await decided(video.decide(decisions, options));
    expect(await decided(video.chat(options).decide(decisions))).toMatchObject({
      probability: briefly.probability,
    });
    expect((await decided(video.decide(decisions))).probability).not.toBe(briefly.probability);
    const lettered: Question = { text: 'Which?', options: ['red', 'blue'] };
    const withSystem = await video.ask(lettered, options).result();
    const without = await video.ask(lettered).result();
    expect(withSystem.usage.promptTokens).toBe(without.usage.promptTokens + 3);

    // Whatever came before, the answer is the same.
    const brief = await video.ask('What moves?', options).result();
    expect(chat.history[1]).toMatchObject({ text: expect.stringContaining(brief.answer) });
    const plainly = await video.ask('What moves?').result();
    expect(brief.usage.promptTokens).toBe(plainly.usage.promptTokens + 3);
    await using fresh = await watch(create(testStages()));
    expect((await fresh.ask('What moves?', options).result()).answer).toBe(brief.answer);
    expect((await fresh.ask('What moves?').result()).answer).toBe(plainly.answer);
    expect(stages.languageModel.liveSessions).toBe(1);
  });
});
