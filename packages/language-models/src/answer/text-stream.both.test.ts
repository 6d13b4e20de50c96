import type { JsonObject } from '@slowfast/model-files';
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../sampling/random.ts';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { promptTokenizer } from '../tokenizer/prompt-tokenizer.ts';
import { textStream } from './text-stream.ts';

describe.each(['qwen-style', 'sentencepiece-legacy', 'sentencepiece-first', 'words'])('%s', async (name) => {
  const tokenizer = await readFixture<JsonObject>(`tokenizers/${name}.json`);
  const { decode, encode } = promptTokenizer(name, { tokenizer, tokenizerConfig: {} });
  const size = Object.keys((tokenizer as { model: { vocab: object } }).model.vocab).length + 6;

  const stream = (ids: readonly number[]) => {
    const { push, finish } = textStream(decode);
    return [...ids.map(push), finish()];
  };

  test('the pieces of random ids together are the text of all ids', () => {
    const random = randomNumbers(17);
    for (let round = 0; round < 300; round++) {
      const ids = Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * size));
      expect(stream(ids).join(''), JSON.stringify(ids)).toBe(decode(ids));
    }
  });

  test('no piece of a text ends within a character', () => {
    const text = 'naïve 视频里的人 🙂🎬 👩‍👩‍👧‍👦 что? what is in the video.';
    const ids = encode([{ type: 'text', text }]);
    const pieces = stream(ids);
    expect(pieces.join('')).toBe(decode(ids));
    for (const piece of pieces) expect(piece).not.toContain('\uFFFD');
    for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
  });
});
