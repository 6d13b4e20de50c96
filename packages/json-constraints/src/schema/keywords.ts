import { SchemaUnsupportedError } from '@slowfast/spec';

/** A schema that is an object, of which nothing is known yet. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** Keywords that say nothing about values. */
const annotations = new Set([
  ...['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
  ...['$comment', '$schema', '$defs', 'definitions'],
]);

/** Keywords that stand for a whole schema, beside which no other says anything about values. */
export const wholeKeywords = ['$ref', 'anyOf', 'oneOf', 'const', 'enum'] as const;

/** Keywords about values of one type, by the type. */
export const keywordsOfType = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
} as const;

const known: ReadonlySet<string> = new Set([
  'type',
  'allOf',
  ...wholeKeywords,
  ...Object.values(keywordsOfType).flat(),
]);

export const isAnnotation = (keyword: string): boolean =>
  annotations.has(keyword) || keyword.startsWith('x-');

export const isSchemaObject = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The place of a part of a schema, as a JSON pointer. */
export const placeOf = (place: string, ...keys: readonly (string | number)[]): string =>
  [place, ...keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

export function refuse(place: string, found: string, expected: string): never {
  throw new SchemaUnsupportedError({ place, found, expected });
}

/** Keywords that say something about values; those with undefined count as absent. */
export function readKeywords(schema: SchemaObject, place: string): SchemaObject {
  const kept = Object.entries(schema).filter(
    ([keyword, value]) =>
      value !== undefined && !isAnnotation(keyword) && !(keyword === '$id' && place === '#'),
  );
  for (const [keyword] of kept) {
    if (!known.has(keyword))
      refuse(place, `"${keyword}"`, `only keywords that can be followed: ${[...known].join(', ')}`);
  }
  return Object.fromEntries(kept);
}

/** A whole number of at least 0. */
export function readCount(schema: SchemaObject, keyword: string, place: string, absent: number): number {
  const value = schema[keyword];
  if (value === undefined) return absent;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  return refuse(placeOf(place, keyword), JSON.stringify(value), 'a whole number of at least 0');
}

export function readNumber(schema: SchemaObject, keyword: string, place: string): number | undefined {
  const value = schema[keyword];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(placeOf(place, keyword), JSON.stringify(value) ?? String(value), 'a number');
}

export function readList(schema: SchemaObject, keyword: string, place: string): readonly unknown[] {
  const value = schema[keyword];
  if (Array.isArray(value)) return value;
  return refuse(placeOf(place, keyword), JSON.stringify(value), 'a list');
}

/** @param least the least upper limit that goes with the lower one. */
export function assertLimits(place: string, lower: string, least: number, upper: string, most: number): void {
  if (least > most) refuse(place, `${lower} ${least} and ${upper} ${most}`, 'limits that something fits');
}
