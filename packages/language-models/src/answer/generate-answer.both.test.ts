import type { GenerateOptions } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { collect } from '../testing/tiny-checkpoint.ts';
import { type GrowingSequence, generateAnswer } from './generate-answer.ts';

const end = 0;
const pieces = ['', 'a', 'b', '<', '/s', '>', 'é1', 'é2'];
/** Text of a toy tokenizer in which two tokens make one character. */
const decode = (ids: readonly number[]) =>
  ids
    .map((id) => pieces[id])
    .join('')
    .replaceAll('é1é2', 'é')
    .replace(/é[12]/g, '\uFFFD');

const spell = (id: number) => ({ token: pieces[id]!, bytes: [id] });

/** A sequence whose likeliest next tokens are these, one after the other. */
function scripted(ids: readonly number[], room = Number.POSITIVE_INFINITY) {
  const occurred: number[] = [];
  const sequence: GrowingSequence = {
    get hasRoom() {
      return occurred.length < room;
    },
    occurred,
    async nextLogits() {
      const next = ids[occurred.length];
      if (next === undefined) throw new Error('the script is over');
      return Float32Array.from(pieces, (_, id) => (id === next ? 1 : id === 1 ? 0.9 : 0));
    },
    append: (id) => occurred.push(id),
  };
  const run = (options: Partial<GenerateOptions> = {}) =>
    collect(
      generateAnswer(sequence, { endIds: new Set([end]), decode, spell }, { maxTokens: 100, ...options }),
    );
  return { run, occurred };
}

test('an end token ends the answer; it is neither counted nor kept', async () => {
  const { run, occurred } = scripted([1, 2, end]);
  expect(await run()).toMatchObject({ text: 'ab', tokens: 2, finishReason: 'stop' });
  expect(occurred).toEqual([1, 2]);
  expect(await scripted([end]).run()).toMatchObject({
    text: '',
    tokens: 0,
    finishReason: 'stop',
    deltas: [],
  });
});

test('the limit and the context end it without another step', async () => {
  expect(await scripted([1, 2]).run({ maxTokens: 2 })).toMatchObject({
    text: 'ab',
    tokens: 2,
    finishReason: 'length',
  });
  expect(await scripted([1, 2], 2).run()).toMatchObject({ text: 'ab', tokens: 2, finishReason: 'context' });
});

test('a stop string across tokens ends it, and no piece of it is given out', async () => {
  const result = await scripted([1, 3, 4, 5, 2]).run({ stopStrings: ['</s>'] });
  expect(result).toMatchObject({ text: 'a', tokens: 4, finishReason: 'stop', deltas: ['a'] });
  const begun = await scripted([1, 3, 4, 2, end]).run({ stopStrings: ['</s>'] });
  expect(begun).toMatchObject({ text: 'a</sb', finishReason: 'stop', deltas: ['a', '</sb'] });
  const cut = await scripted([3, 4]).run({ stopStrings: ['</s>'], maxTokens: 2 });
  expect(cut).toMatchObject({ text: '</s', finishReason: 'length' });
});

test('half a character waits for the other half; at the end it is replaced', async () => {
  expect((await scripted([1, 6, 7, 2, end]).run()).deltas).toEqual(['a', 'é', 'b']);
  expect((await scripted([1, 6]).run({ maxTokens: 2 })).deltas).toEqual(['a', '\uFFFD']);
  expect(await scripted([6]).run({ maxTokens: 1, stopStrings: ['\uFFFD'] })).toMatchObject({
    text: '',
    finishReason: 'stop',
  });
});

test('the repetition penalty is about what was said before', async () => {
  // The script's own token leads by a little: once said, it falls behind "a", and that behind all others.
  expect((await scripted([2, 2, 2]).run({ maxTokens: 3, repetitionPenalty: 4 })).text).toBe('bab');
});

test('a failing step is thrown; what was said stays', async () => {
  const { run, occurred } = scripted([1]);
  await expect(run()).rejects.toThrow('the script is over');
  expect(occurred).toEqual([1]);
});

test('logprobs come with the text of their tokens, all of them, also those whose text is held back', async () => {
  const { run } = scripted([1, 3, 4, 6, 7, 3, 4, 5]);
  const { parts, tokens } = await run({ stopStrings: ['</s>'], logprobs: 2 });
  expect(tokens).toBe(8);
  const told = parts.map(({ logprobs = [] }) => logprobs.map(({ id }) => id));
  expect(told).toEqual([[1], [3, 4, 6, 7], [3, 4, 5]]);
  expect(parts.map((part) => (part.type === 'text-delta' ? part.text : part.type))).toEqual([
    'a',
    '</sé',
    'generation-end',
  ]);
  // Logits of 1 for what comes, 0.9 for the second of the vocabulary, 0 for the six others.
  const sum = Math.exp(1) + Math.exp(Math.fround(0.9)) + 6;
  const { top, ...second } = parts[1]!.logprobs![0]!;
  expect(second).toEqual({ id: 3, token: '<', bytes: [3], logprob: expect.closeTo(1 - Math.log(sum), 12) });
  expect(top).toEqual([second, expect.objectContaining({ id: 1, token: 'a' })]);
});

test('without asking there are no logprobs, with true no alternatives; other values are refused', async () => {
  for (const logprobs of [undefined, false]) {
    const { parts } = await scripted([1, end]).run({ logprobs });
    expect(parts.every((part) => !('logprobs' in part))).toBe(true);
  }
  const { parts } = await scripted([1, end]).run({ logprobs: true });
  expect(parts[0]!.logprobs).toEqual([{ id: 1, token: 'a', bytes: [1], logprob: expect.any(Number) }]);
  for (const logprobs of [0, -1, 1.5, Number.NaN]) {
    const refused = scripted([1, end]).run({ logprobs });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-setting', facts: { setting: 'logprobs' } });
  }
});
