import { byteTrie } from '../reading/byte-trie.ts';
import { placeOf, readList, refuse, type SchemaObject } from './keywords.ts';
import type { LiteralKind } from './schema-node.ts';
import { type JsonType, jsonTypeOf } from './types.ts';

/** Some values, each as `JSON.stringify` writes it. */
export function literals(texts: readonly string[]): LiteralKind {
  const distinct = [...new Set(texts)];
  return { kind: 'literal', texts: distinct, trie: byteTrie(distinct) };
}

/** What `const` or `enum` say, of these types alone. */
export function literalKind(schema: SchemaObject, place: string, types: ReadonlySet<JsonType>): LiteralKind {
  const isConst = schema.const !== undefined;
  const values = isConst ? [schema.const] : readList(schema, 'enum', place);
  const where = placeOf(place, isConst ? 'const' : 'enum');
  const texts = values
    .filter((value) => jsonTypeOf(value).some((type) => types.has(type)))
    .map((value) => jsonText(value, where));
  if (texts.length === 0)
    refuse(where, JSON.stringify(values), 'at least one value of the type that the schema says');
  return literals(texts);
}

function jsonText(value: unknown, place: string): string {
  const text = JSON.stringify(value);
  if (typeof text === 'string' && (typeof value !== 'number' || Number.isFinite(value))) return text;
  return refuse(place, String(value), 'values of JSON');
}
