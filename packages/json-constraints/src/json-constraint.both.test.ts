import {
  AnswerLimitTooLowError,
  CharactersMissingError,
  type JsonSchema,
  SchemaUnsupportedError,
} from '@slowfast/spec';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { jsonConstraints } from './json-constraint.ts';
import { idsOf, randomAnswer, randomNumbers } from './testing/random-answers.ts';
import { schemas } from './testing/schemas.ts';
import { byteVocabulary, smallVocabulary, textOf } from './testing/vocabularies.ts';

const vocabulary = byteVocabulary('scenes', 'start', 'objects', 'kind');
const constraints = jsonConstraints(vocabulary);
/** Tokens of the shortest text. */
const leastOf = (schema: JsonSchema) => constraints.constraint(schema, Number.POSITIVE_INFINITY).leastTokens;

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  const validate = new Ajv2020({ strict: false }).compile(schema as object);

  test('random answers of every length parse and fit', () => {
    const random = randomNumbers(7);
    const least = leastOf(schema);
    for (let round = 0; round < 40; round++) {
      const maxTokens = least + Math.floor(random() ** 2 * 60);
      const constraint = constraints.constraint(schema, maxTokens);
      const text = textOf(vocabulary, randomAnswer(constraint, maxTokens, random));
      const value: unknown = JSON.parse(text);
      expect(validate(value), `${text} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  test('the fewest tokens are enough, and one less is refused', () => {
    const least = leastOf(schema);
    for (const seed of [1, 2, 3, 4, 5]) {
      const ids = randomAnswer(constraints.constraint(schema, least), least, randomNumbers(seed));
      expect(ids.length).toBeLessThanOrEqual(least);
      expect(validate(JSON.parse(textOf(vocabulary, ids)))).toBe(true);
    }
    expect(() => constraints.constraint(schema, least - 1)).toThrow(AnswerLimitTooLowError);
  });
});

test('what a model writes is allowed, however it spaces and orders it', () => {
  const schema = schemas['an answer as people ask for it']!;
  for (const text of [
    '{"shape":"star","count":3,"moves":true}',
    '{"shape": "a \\"yellow\\" star \\u00e9\\n", "count": -3, "moves": true}',
    '{"moves": false, "count": 0, "shape": ""}',
    '{\n  "shape": "star",\n  "count": 12,\n  "moves": true\n}',
    ' {\n\t"shape": "star",\n\t"count": 12,\n\t"moves": true\n}',
  ]) {
    const constraint = constraints.constraint(schema, 200);
    for (const byte of new TextEncoder().encode(text)) {
      expect(idsOf(constraint.allowed(200))).toContain(byte);
      constraint.accept(byte);
    }
    expect(constraint.isFinished).toBe(true);
    expect(constraint.isShortened).toBe(false);
  }
});

test('white space is bounded', () => {
  const constraint = constraints.constraint(true, 500);
  let spaces = 0;
  while (idsOf(constraint.allowed(500)).includes(0x20)) {
    constraint.accept(0x20);
    spaces += 1;
  }
  expect(spaces).toBe(1);
});

test('a limit that rules out tokens is told', () => {
  const schema = { type: 'array', items: { type: 'boolean' } };
  const constraint = constraints.constraint(schema, 4);
  constraint.allowed(4);
  expect(constraint.isShortened).toBe(false);
  constraint.accept('['.charCodeAt(0));
  constraint.allowed(1);
  expect(constraint.isShortened).toBe(true);
});

test('the fewest tokens are counted as they are cut, among all values to choose from', () => {
  // The longest in bytes is the shortest in tokens.
  const few = smallVocabulary('"', 'n', 'o', 'certainly', 'y', 'e', 's', '"cert', 'ainly"');
  const schema = { enum: ['no', 'yes', 'certainly'] };
  expect(jsonConstraints(few).constraint(schema, 9).leastTokens).toBe(2);
});

test('a token in which a string goes on behind its shortest end is one way', () => {
  const words = smallVocabulary('"', 'a', 'abcdef');
  const schema = { type: 'string', minLength: 5 };
  expect(jsonConstraints(words).constraint(schema, 9).leastTokens).toBe(3);
});

test('where not every byte is a token, no way leads to where nothing can follow', () => {
  // A colon would want a value, of which there is only the first half.
  const words = smallVocabulary('{"a":', '{"a":t', 'rue', '}', '{"b":', '1', '{');
  const schema = { type: 'object', properties: { a: { type: 'boolean' }, b: { type: 'integer' } } };
  const made = jsonConstraints(words).constraint(schema, 9);
  expect(idsOf(made.allowed(9))).toEqual([1, 4, 6]);
});

test('characters that no token has are named', () => {
  const words = smallVocabulary('a', 'shape', ':', ',', '[', ']', '1');
  const make = (schema: JsonSchema) => () => jsonConstraints(words).constraint(schema, 50);
  expect(make({ type: 'object' })).toThrow(CharactersMissingError);
  expect(make({ type: 'object' })).toThrow(/no \{ \}/);
  expect(make({ type: 'string' })).toThrow(/no "/);
  expect(make({ type: 'array', items: { const: 1 }, minItems: 1 })).not.toThrow();
});

test.each<[name: string, schema: JsonSchema, words: RegExp]>([
  [
    'an unknown keyword',
    { type: 'object', properties: { a: { pattern: '^a' } } },
    /#\/properties\/a: found "pattern"/,
  ],
  [
    'a reference to nowhere',
    { properties: { a: { $ref: '#/$defs/none' } } },
    /#\/properties\/a: found "\$ref" "#\/\$defs\/none"/,
  ],
  ['a reference to elsewhere', { $ref: 'https://example.org/schema' }, /at #: found "\$ref"/],
  ['limits that cross', { type: 'string', minLength: 3, maxLength: 2 }, /minLength 3 and maxLength 2/],
  [
    'a range without a number',
    { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 4 },
    /exclusiveMinimum 3/,
  ],
  ['a multiple that is not exact', { type: 'number', multipleOf: 0.1 }, /multipleOf.*0\.1/],
  ['nothing', false, /no value fits/],
  [
    'a required property that can be nothing',
    { type: 'object', properties: { a: false }, required: ['a'] },
    /#\/properties\/a.*no value fits/,
  ],
  [
    'a value within itself',
    {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, required: ['a'] } },
    },
    /again and again/,
  ],
  ['a reference to itself', { $ref: '#' }, /no value fits/],
  ['alternatives that overlap', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, /oneOf/],
  ['a type that there is not', { type: 'text' }, /#\/type: found "text"/],
  [
    'a required property that may not be',
    { type: 'object', required: ['b'], additionalProperties: false },
    /required/,
  ],
  ['words beside a choice', { enum: ['a'], minLength: 3 }, /"minLength" beside "enum"/],
  ['no schema', 3 as never, /found 3/],
])('%s is refused', (_, schema, words) => {
  const make = () => constraints.constraint(schema, 100);
  expect(make).toThrow(SchemaUnsupportedError);
  expect(make).toThrow(words);
});
