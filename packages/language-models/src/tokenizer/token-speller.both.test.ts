import type { JsonObject } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { promptTokenizer } from './prompt-tokenizer.ts';

const load = async (name: string) =>
  promptTokenizer(name, {
    tokenizer: await readFixture<JsonObject>(`tokenizers/${name}.json`),
    tokenizerConfig: {},
  });
const utf8 = (text: string) => [...new TextEncoder().encode(text)];
const texts = [
  'the dog',
  'What is in the video? 5 of 12.',
  'naïve 🙂 and 漢字',
  'two\nlines',
  'in the video?',
];

test.each(['qwen-style', 'sentencepiece-first', 'sentencepiece-legacy', 'words'])(
  '%s: the bytes of the tokens, joined, are the text of all',
  async (name) => {
    const { encode, decode, spell } = await load(name);
    for (const text of texts) {
      const ids = encode([{ type: 'text', text }]);
      let previous: number | undefined;
      const bytes = ids.flatMap((id) => {
        const spelled = spell(id, previous);
        if (spelled.bytes.length > 0) previous = id;
        return spelled.bytes;
      });
      expect(bytes, text).toEqual(utf8(decode(ids)));
    }
  },
);

test('a part of a character is U+FFFD, and its bytes are told', async () => {
  const { encode, spell } = await load('qwen-style');
  const [first, ...rest] = encode([{ type: 'text', text: '🙂' }]);
  expect(rest.length).toBeGreaterThan(0);
  expect(spell(first!, undefined).token).toBe('\ufffd');
  expect([first!, ...rest].flatMap((id) => spell(id, undefined).bytes)).toEqual(utf8('🙂'));
});

test('a token that is left out of answers has a name and no bytes', async () => {
  const { idOf, spell } = await load('qwen-style');
  expect(spell(idOf('<|im_end|>')!, 5)).toEqual({ token: '<|im_end|>', bytes: [] });
  expect(spell(1_000_000, undefined)).toEqual({ token: '', bytes: [] });
});
