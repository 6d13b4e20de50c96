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

/** A sequence whose likeliest next tokens are these, one after the other. */
function scripted(ids: readonly number[], room = Number.POSITIVE_INFINITY) {
  const occurred: number[] = [];
  const sequence: GrowingSequence = {
    get room() {
      return room - occurred.length;
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
    collect(generateAnswer(sequence, { endIds: new Set([end]), decode }, { maxTokens: 100, ...options }));
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
