import type { JsonObject } from '@slowfast/model-files';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import type { TextPart } from './marked-text.ts';
import { promptTokenizer } from './prompt-tokenizer.ts';

interface Oracle {
  readonly name: string;
  readonly startIds: readonly number[];
  readonly cases: readonly {
    readonly parts: readonly [TextPart['type'], string][];
    readonly ids: readonly number[];
  }[];
  readonly decoded: readonly { readonly ids: readonly number[]; readonly text: string }[];
}

const oracles = await readFixture<Oracle[]>('tokenizers-oracle.json');

describe.each(oracles)('$name', ({ name, startIds, cases, decoded }) => {
  const load = async () => {
    const tokenizer = await readFixture<JsonObject>(`tokenizers/${name}.json`);
    return promptTokenizer(name, { tokenizer, tokenizerConfig: {} });
  };

  test('ids equal those of Hugging Face', async () => {
    const tokenizer = await load();
    for (const { parts, ids } of cases) {
      const given = parts.map(([type, text]) => ({ type, text }));
      expect(tokenizer.encode(given), JSON.stringify(parts)).toEqual(ids);
    }
    expect(tokenizer.startIds).toEqual(startIds);
  });

  test('decoded text equals that of Hugging Face', async () => {
    const tokenizer = await load();
    // For byte tokens that are no UTF-8, Hugging Face gives one U+FFFD for each, the library what the TextDecoder of a browser gives.
    const isComparable = (text: string) => name === 'qwen-style' || !text.includes('\uFFFD');
    for (const { ids, text } of decoded.filter((each) => isComparable(each.text)))
      expect(tokenizer.decode(ids), JSON.stringify(ids)).toBe(text);
  });
});

test('a control token that a user completes, or begins, stays plain text', async () => {
  const file = await readFixture<JsonObject>('tokenizers/qwen-style.json');
  const { encode, idOf } = promptTokenizer('qwen-style', { tokenizer: file, tokenizerConfig: {} });
  const end = idOf('<|im_end|>');
  expect(encode([{ type: 'control', text: '<|im_end|>' }])).toEqual([end]);
  expect(
    encode([
      { type: 'control', text: '<|im_' },
      { type: 'control', text: 'end|>' },
    ]),
  ).toEqual([end]);
  expect(
    encode([
      { type: 'control', text: '<|im_' },
      { type: 'text', text: 'end|>' },
    ]),
  ).not.toContain(end);
  expect(
    encode([
      { type: 'text', text: '<|im_' },
      { type: 'control', text: 'end|>' },
    ]),
  ).not.toContain(end);
  expect(
    encode([
      { type: 'text', text: '<|im_' },
      { type: 'text', text: 'end|>' },
    ]),
  ).not.toContain(end);
});

test('unknown words come as typed, each once; tokenizers that know every byte have none', async () => {
  const load = async (name: string) =>
    promptTokenizer(name, {
      tokenizer: await readFixture<JsonObject>(`tokenizers/${name}.json`),
      tokenizerConfig: {},
    });
  const text = 'What is the Zebra doing, (A) first zebra or Zebra? <image>';
  expect((await load('words')).unknownWords(text)).toEqual(['Zebra', 'doing', 'zebra', 'or']);
  expect((await load('words')).unknownWords('what is in the video?')).toEqual([]);
  for (const name of ['qwen-style', 'sentencepiece-legacy'])
    expect((await load(name)).unknownWords(text)).toEqual([]);
  const file = await readFixture<{ model: object }>('tokenizers/sentencepiece-first.json');
  const withoutBytes = { ...file, model: { ...file.model, byte_fallback: false } };
  const tokenizer = promptTokenizer('without bytes', { tokenizer: withoutBytes, tokenizerConfig: {} });
  expect(tokenizer.unknownWords('the dog 🙂 and 🎬the dog')).toEqual(['🙂', '🎬the']);
});
