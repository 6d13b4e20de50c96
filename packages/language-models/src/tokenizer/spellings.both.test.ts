import { describeModel, type JsonObject, openModelFolder } from '@slowfast/model-files';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import type { PromptPart } from '@slowfast/spec';
import { tinyCheckpoint, tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { modelFiles } from '@slowfast/tiny-model/files';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { promptTokenizer } from './prompt-tokenizer.ts';
import { spellings } from './spellings.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

async function fixtureTokenizer(name: string) {
  const tokenizer = await readFixture<JsonObject>(`tokenizers/${name}.json`);
  return promptTokenizer(name, { tokenizer, tokenizerConfig: {} });
}

describe.each(['qwen-style', 'sentencepiece-first', 'sentencepiece-legacy'])('%s', async (name) => {
  const tokenizer = await fixtureTokenizer(name);
  const prompt: readonly PromptPart[] = [
    { type: 'text', text: 'Which?' },
    { type: 'control', text: ' Best option: (' },
  ];
  const start = tokenizer.encode([
    { type: 'text', text: 'Which?' },
    { type: 'control', text: ' Best option: (' },
  ]);

  test.each(['A', 'yes', 'to the left', '1.5', 'é'])(
    '%s reads as it was written, with or without a space',
    (text) => {
      const found = spellings(prompt, text, tokenizer);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map((ids) => ids.join())).size).toBe(found.length);
      for (const ids of found) {
        const read = tokenizer.decode([...start, ...ids]);
        expect(['Which? Best option: (', ' '].some((end) => read.endsWith(`${end}${text}`))).toBe(true);
      }
    },
  );

  test('behind a video it is the same as behind text', () => {
    const behind = spellings(
      [{ type: 'control', text: 'See:' }, { type: 'video' }, ...prompt],
      'A',
      tokenizer,
    );
    expect(behind).toEqual(spellings(prompt, 'A', tokenizer));
  });
});

test('the embedded model has five letters, and writes no word that it does not know', async () => {
  const folder = await openModelFolder(modelFiles);
  const tokenizer = promptTokenizer(folder.place, await folder.tokenizer());
  const prompt: readonly PromptPart[] = [{ type: 'control', text: '<s><user>?<assistant>Best option: (' }];
  const found = letters.map((letter) => spellings(prompt, letter, tokenizer));
  // With and without a space are the same to it; upper case is none of its own.
  expect(found.slice(0, 5)).toEqual(['a', 'b', 'c', 'd', 'e'].map((word) => [[tokenizer.idOf(word)]]));
  // Of the others, s stands behind an apostrophe.
  expect(found.slice(5).filter((ways) => ways.length > 0)).toEqual([[[tokenizer.idOf('s')]]]);
  expect(spellings(prompt, 'a pentagon', tokenizer)).toEqual([]);
  expect(spellings(prompt, 'to the left', tokenizer)[0]).toHaveLength(3);
});

test.each(tinyCheckpointNames)('%s has a token of its own for each letter of an option', async (name) => {
  const folder = await openModelFolder(tinyCheckpoint(name).files.url);
  const { promptTemplate } = await describeModel(folder);
  const tokenizer = promptTokenizer(folder.place, await folder.tokenizer());
  const { parts } = chatPromptTemplate(promptTemplate).render([
    { role: 'user', question: { text: 'Which?', options: ['one', 'two'] } },
  ]);
  const tokens = letters.map((letter) => {
    const ways = spellings(parts, letter, tokenizer).filter((ids) => ids.length === 1);
    return ways.flat();
  });
  for (const [i, of] of tokens.entries()) expect(of.length, letters[i]).toBeGreaterThan(0);
  expect(new Set(tokens.flat()).size).toBe(tokens.flat().length);
});
