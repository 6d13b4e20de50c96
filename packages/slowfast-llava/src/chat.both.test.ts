import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import {
  type AssistantOptions,
  openAssistant,
  type Question,
  type Turn,
  type VideoAssistant,
  type VideoChat,
  type WatchedVideo,
} from 'slowfast-llava';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clips } from './testing/clips.ts';

// Conversations with real models, each in a worker.

const system = 'Answer in one word.';
const oneVision: AssistantOptions = {
  ...{ model: tinyCheckpoint('llava-onevision').files.url, frames: 4, maxAnswerTokens: 8 },
  aggregation: 'slowfast-slow_2frms_spatial_1d_max_pool-fast_4x4',
};
const questions: readonly (string | Question)[] = [
  'What shape appears?',
  { text: 'What colour is it?', options: ['red', 'yellow'] },
  'Where does it go?',
];

const assistants: VideoAssistant[] = [];
async function watched(options: AssistantOptions): Promise<WatchedVideo> {
  const assistant = await openAssistant({ cache: false, ...options });
  assistants.push(assistant);
  return assistant.watch(new URL('square.webm', clips.url));
}
let embedded: WatchedVideo;
let plain: WatchedVideo;
let withSystem: WatchedVideo;
beforeAll(async () => {
  embedded = await watched({});
  plain = await watched(oneVision);
  withSystem = await watched({ ...oneVision, system });
});
afterAll(() => Promise.all(assistants.map((assistant) => assistant.dispose())));

/** A question answered, to the token. */
async function tokensOf(chat: VideoChat, question: string | Question) {
  const { usage, logprobs, finishReason, option } = await chat.ask(question, { logprobs: 1 }).result();
  // A question with options is answered by the likeliest letter, without generating one.
  if (option) return { usage, finishReason, letter: option.letter };
  for (const { id, top } of logprobs!) expect(top![0]!.id).toBe(id);
  expect(logprobs).toHaveLength(usage.answerTokens);
  return { usage, finishReason, ids: logprobs!.map(({ id }) => id) };
}

async function expectAlike(whole: VideoChat, continued: (history: readonly Turn[]) => VideoChat) {
  let promptTokens = 0;
  for (const question of questions) {
    const later = continued(JSON.parse(JSON.stringify(whole.history)));
    const tokens = await tokensOf(whole, question);
    expect(await tokensOf(later, question)).toEqual(tokens);
    expect(later.history).toEqual(whole.history);
    expect(tokens.usage.promptTokens).toBeGreaterThan(promptTokens);
    promptTokens = tokens.usage.promptTokens;
  }
}

test('a chat that goes on answers to the token like one that never ended', () =>
  expectAlike(embedded.chat(), (history) => embedded.chat({ history })));

test('so does one in another worker, whose assistant has the system prompt of its own', () =>
  expectAlike(plain.chat({ system }), (history) => withSystem.chat({ history })));

test('a system prompt is part of the prompt where the model knows one', async () => {
  const answerOf = async (video: WatchedVideo, options = {}) => {
    const { usage, answer } = await video.ask('What?', options).result();
    return { usage, answer };
  };
  const [without, told] = [await answerOf(plain), await answerOf(plain, { system })];
  expect(told.usage.promptTokens).toBeGreaterThan(without.usage.promptTokens);
  expect(await answerOf(withSystem)).toEqual(told);
  expect(await answerOf(withSystem, { system: '' })).toEqual(without);
});

test('a system prompt is refused by name where the model knows none', async () => {
  for (const asked of [embedded.ask('What?', { system }), embedded.chat({ system }).ask('What?')]) {
    await expect(asked.result()).rejects.toMatchObject({
      ...{ code: 'invalid-setting', facts: { setting: 'system' } },
      message: expect.stringContaining('no system role'),
    });
  }
  expect(await embedded.ask('What shape appears?').text()).toBe('square');
});

test('a stop string ends an answer, whose text streams', async () => {
  const question = 'Where does it go?';
  const [first, second] = (await embedded.ask(question).text()).split(' ');
  const stopped = embedded.ask(question, { stopStrings: [` ${second}`] });
  let text = '';
  for await (const piece of stopped.textStream) text += piece;
  expect(text).toBe(first);
  expect((await stopped.result()).finishReason).toBe('stop');
});
