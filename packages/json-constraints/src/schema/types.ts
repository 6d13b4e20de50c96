import { keywordsOfType, placeOf, refuse, type SchemaObject } from './keywords.ts';

/** Types of values as schemas name them. */
export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

export const jsonTypes: readonly JsonType[] = [
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
];

/** The types that a value has. */
export function jsonTypeOf(value: unknown): readonly JsonType[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  const type = jsonTypes.find((name) => name === typeof value);
  return type ? [type] : [];
}

/** The types that `type` names; undefined without one. */
export function readTypes(schema: SchemaObject, place: string): ReadonlySet<JsonType> | undefined {
  if (schema.type === undefined) return undefined;
  const names = [schema.type].flat();
  const types = names.map((name) => jsonTypes.find((type) => type === name));
  if (types.length === 0 || types.includes(undefined)) {
    refuse(placeOf(place, 'type'), JSON.stringify(schema.type), `one or more of ${jsonTypes.join(', ')}`);
  }
  return new Set(types.filter((type) => type !== undefined));
}

/** The types that keywords are about, where a schema names none; all where there is no such keyword. */
export function impliedTypes(schema: SchemaObject): ReadonlySet<JsonType> {
  const about = Object.entries(keywordsOfType).filter(([, keywords]) =>
    keywords.some((keyword) => schema[keyword] !== undefined),
  );
  const types = about.map(([type]) => type as JsonType);
  return new Set(types.length > 0 ? types : jsonTypes);
}
