import { jsonConstraints } from '@slowfast/json-constraints';
import { openModelFolder } from '@slowfast/model-files';
import type { JsonSchema, LanguageModelSession } from '@slowfast/spec';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxLanguageModel } from '../onnx-language-model.ts';
import { collect } from './tiny-checkpoint.ts';

/** Schemas of answers about videos, by what they are about. */
export const answerSchemas: Readonly<Record<string, JsonSchema>> = {
  'one answer': {
    type: 'object',
    properties: {
      shape: { type: 'string' },
      colour: { enum: ['red', 'blue', 'yellow', null] },
      count: { type: 'integer', minimum: 0, maximum: 12 },
      moves: { type: 'boolean' },
    },
    required: ['shape', 'count', 'moves'],
    additionalProperties: false,
  },
  scenes: {
    type: 'object',
    properties: {
      scenes: {
        type: 'array',
        minItems: 1,
        maxItems: 4,
        items: {
          type: 'object',
          properties: {
            start: { type: 'number', minimum: 0, maximum: 60 },
            objects: { type: 'array', items: { type: 'string', minLength: 2, maxLength: 12 } },
          },
          required: ['start', 'objects'],
          additionalProperties: false,
        },
      },
    },
    required: ['scenes'],
    additionalProperties: false,
  },
  alternatives: {
    oneOf: [
      {
        type: 'object',
        properties: { kind: { const: 'move' }, to: { enum: ['left', 'right', 'up', 'down'] } },
        required: ['kind', 'to'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { kind: { const: 'none' } },
        required: ['kind'],
        additionalProperties: { type: ['number', 'null'] },
      },
      { type: 'array', items: { $ref: '#' } },
    ],
  },
  anything: true,
};

/** Sampled answers of a model of random weights at temperature 2, of lengths from the shortest possible on, all fit a schema. */
export function typedAnswersSuite(answers: number, schemas = answerSchemas): void {
  describe(`${answers} sampled answers`, async () => {
    const model = await onnxLanguageModel(await openModelFolder(tinyCheckpoint('llava-onevision').files.url));
    const constraints = jsonConstraints(model.vocabulary!());
    let prompt: LanguageModelSession;
    beforeAll(async () => {
      prompt = await model.session();
      await prompt.prefill([{ type: 'text', text: 'What is in the video? Answer as JSON.' }]);
    });
    afterAll(async () => {
      await prompt.dispose();
      await model.dispose();
    });

    test.each(Object.entries(schemas))('%s', async (_, schema) => {
      const validate = new Ajv2020({ strict: false }).compile(schema as object);
      const { leastTokens } = constraints.constraint(schema, Number.POSITIVE_INFINITY);
      for (let seed = 0; seed < answers; seed++) {
        const maxTokens = leastTokens + (seed % 50);
        const constraint = constraints.constraint(schema, maxTokens);
        await using session = await prompt.fork();
        const { text, finishReason, tokens } = await collect(
          session.generate({ maxTokens, constraint, temperature: 2, seed }),
        );
        expect(tokens).toBeLessThanOrEqual(maxTokens);
        const value: unknown = JSON.parse(text);
        expect(validate(value), `${text} ${JSON.stringify(validate.errors)}`).toBe(true);
        expect(['stop', 'length']).toContain(finishReason);
      }
    });
  });
}
