import type { JsonSchema } from '@slowfast/spec';

/** Schemas that cover what can be followed, by what they are about. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  'an answer as people ask for it': {
    type: 'object',
    properties: { shape: { type: 'string' }, count: { type: 'integer' }, moves: { type: 'boolean' } },
    required: ['shape', 'count', 'moves'],
    additionalProperties: false,
  },
  'enums, one optional': {
    type: 'object',
    properties: { shape: { enum: ['circle', 'square', 'star'] }, colour: { enum: ['red', 'röd', null, 3] } },
    required: ['shape'],
    additionalProperties: false,
  },
  'lists of objects': {
    type: 'object',
    properties: {
      scenes: {
        type: 'array',
        minItems: 1,
        maxItems: 3,
        items: {
          type: 'object',
          properties: {
            start: { type: 'number', minimum: 0, exclusiveMaximum: 12.5 },
            end: { type: 'number' },
            objects: { type: 'array', items: { type: 'string', minLength: 2, maxLength: 9 }, maxItems: 2 },
          },
          required: ['start', 'end', 'objects'],
          additionalProperties: false,
        },
      },
    },
    required: ['scenes'],
    additionalProperties: false,
  },
  'alternatives that begin alike': {
    anyOf: [
      {
        type: 'object',
        properties: { kind: { const: 'a' }, n: { type: 'integer' } },
        required: ['kind', 'n'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { kind: { const: 'ab' }, text: { type: 'string' } },
        required: ['kind'],
        additionalProperties: false,
      },
      { type: 'string', maxLength: 4 },
      { type: 'string', minLength: 8 },
      { type: 'null' },
    ],
  },
  'exactly one, told by a constant': {
    oneOf: [
      { $ref: '#/$defs/move' },
      {
        type: 'object',
        properties: { do: { const: 'wait' }, seconds: { type: 'integer', minimum: 1, maximum: 90 } },
        required: ['do', 'seconds'],
        additionalProperties: false,
      },
    ],
    $defs: {
      move: {
        type: 'object',
        properties: { do: { const: 'move' }, to: { enum: ['left', 'right'] } },
        required: ['do', 'to'],
        additionalProperties: false,
      },
    },
  },
  'a tree': {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1 },
          children: { type: 'array', items: { $ref: '#/$defs/node' } },
        },
        required: ['name', 'children'],
        additionalProperties: false,
      },
    },
  },
  'named and other properties': {
    type: 'object',
    properties: { a: { type: 'integer' }, ab: { type: 'boolean' }, 'say "hi"\\': { type: 'null' } },
    required: ['ab'],
    additionalProperties: { type: 'string' },
    minProperties: 3,
    maxProperties: 5,
  },
  'a tuple': {
    type: 'array',
    prefixItems: [{ type: 'integer' }, { type: 'string' }],
    items: { type: 'boolean' },
    minItems: 2,
    maxItems: 4,
  },
  'an integer within limits': { type: 'integer', minimum: -20, maximum: 130, multipleOf: 7 },
  'a large number': { type: 'integer', minimum: 123456, maximum: 9876543 },
  'a number between close limits': { type: 'number', exclusiveMinimum: 0.125, maximum: 0.13 },
  'a negative number': { type: 'number', minimum: -3.5, exclusiveMaximum: -0.25 },
  'numbers that may go on': { type: 'number', enum: [1, 10, 100.5, -2] },
  'several types': { type: ['string', 'null', 'integer'], minLength: 3, maxLength: 5, minimum: 10 },
  'all of several': {
    allOf: [
      { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
      { $ref: '#/$defs/more' },
    ],
    $defs: { more: { properties: { a: { minimum: 3 }, b: { type: 'string' } }, required: ['b'] } },
  },
  'few properties of many': {
    type: 'object',
    properties: {
      one: { type: 'integer' },
      two: { type: 'integer' },
      three: { type: 'integer' },
      four: true,
    },
    minProperties: 2,
    maxProperties: 2,
  },
  'a string of emoji length': { type: 'string', minLength: 4, maxLength: 6 },
  'any object': { type: 'object' },
  anything: true,
};
