import { jsonConstraints } from '@slowfast/json-constraints';
import { openModelFolder } from '@slowfast/model-files';
import { AnswerLimitTooLowError, CharactersMissingError } from '@slowfast/spec';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { modelFolder } from '@slowfast/tiny-model';
import { describe, expect, test } from 'vitest';
import { generateAnswer } from './answer/generate-answer.ts';
import { onnxLanguageModel } from './onnx-language-model.ts';
import { collect } from './testing/tiny-checkpoint.ts';
import { answerSchemas, typedAnswersSuite } from './testing/typed-answers-suite.ts';
import { promptTokenizer } from './tokenizer/prompt-tokenizer.ts';
import { tokenVocabulary } from './tokenizer/token-vocabulary.ts';

const { 'one answer': answer, scenes } = answerSchemas;
typedAnswersSuite(50, { answer: answer!, scenes: scenes! });

describe.each(['llava-onevision', 'llava-1.5'] as const)('%s', async (name) => {
  const folder = await openModelFolder(tinyCheckpoint(name).files.url);
  const files = await folder.tokenizer();
  const tokenizer = promptTokenizer(name, files);
  const vocabulary = tokenVocabulary(files.tokenizer);
  const endId = vocabulary.texts.length;

  test('the texts of tokens are what they are decoded to, one behind the other', () => {
    const text = 'a naïve {"key": ["it\'s 🙂", 12.5, null]}\n';
    const ids = tokenizer.encode([{ type: 'text', text }]);
    const bytes = ids.flatMap((id) => [...vocabulary.texts[id]!]);
    const joined = new TextDecoder().decode(Uint8Array.from(bytes));
    expect(joined.trimStart()).toBe(text);
    expect(joined.trimStart()).toBe(tokenizer.decode(ids).trimStart());
    expect(vocabulary.isConcatenated).toBe(true);
  });

  /** What comes of a model that wants to write this text. */
  async function answerOf(text: string, isConstrained: boolean) {
    const ids = [...tokenizer.encode([{ type: 'text', text }]), endId];
    const occurred: number[] = [];
    const sequence = {
      room: 1000,
      occurred,
      nextLogits: async () =>
        Float32Array.from({ length: endId + 10 }, (_, id) =>
          id === ids[occurred.length] ? 5 : id % 7 === 0 ? 1 : 0,
        ),
      append: (id: number) => occurred.push(id),
    };
    const constraint = isConstrained ? jsonConstraints(vocabulary).constraint(answer!, 500) : undefined;
    const words = { endIds: new Set([endId]), decode: tokenizer.decode, spell: tokenizer.spell };
    return collect(generateAnswer(sequence, words, { maxTokens: 500, constraint, repetitionPenalty: 1 }));
  }

  test.each([
    '{"shape": "star", "count": 3, "moves": true}',
    '{"moves":false,"shape":"a \\"big\\" étoile 🙂","count":12,"colour":null}',
    '{\n  "shape": "",\n  "colour": "red",\n  "count": 0,\n  "moves": true\n}',
  ])('the likeliest answer is as without a schema where it fits: %s', async (text) => {
    const plain = await answerOf(text, false);
    expect(plain.text.trimStart()).toBe(text);
    expect(await answerOf(text, true)).toEqual(plain);
  });

  test('one that does not fit becomes one that does', async () => {
    const { text } = await answerOf('Here it is: {"shape": 3}', true);
    expect(JSON.parse(text)).toMatchObject({ shape: expect.any(String), count: expect.any(Number) });
  });
});

test('a limit below the shortest answer is refused before anything runs', async () => {
  const folder = await openModelFolder(tinyCheckpoint('llava-onevision').files.url);
  await using model = await onnxLanguageModel(folder);
  const constraint = jsonConstraints(model.vocabulary!()).constraint(answer!, 100);
  await using session = await model.session();
  await session.prefill([{ type: 'text', text: 'What?' }]);
  const refused = collect(session.generate({ maxTokens: 5, constraint }));
  await expect(refused).rejects.toThrow(AnswerLimitTooLowError);
  await expect(refused).rejects.toMatchObject({
    facts: { maxTokens: 5, leastTokens: constraint.leastTokens },
  });
});

test('the embedded model has no braces', async () => {
  await using model = await onnxLanguageModel(await openModelFolder(modelFolder));
  const make = () => jsonConstraints(model.vocabulary!()).constraint(answer!, 100);
  expect(make).toThrow(CharactersMissingError);
  expect(make).toThrow(/no \{ " \}/);
});
