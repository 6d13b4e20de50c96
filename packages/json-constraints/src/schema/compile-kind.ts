import { byteTrie } from '../reading/byte-trie.ts';
import { freeNumber } from './free-number.ts';
import {
  assertLimits,
  isSchemaObject,
  placeOf,
  readCount,
  readList,
  readNumber,
  refuse,
  type SchemaObject,
} from './keywords.ts';
import { limitedNumber } from './limited-number.ts';
import { literals } from './literal-kind.ts';
import { emptyNumber } from './number-form.ts';
import type { ObjectProperty, ValueKind, ValueNode } from './schema-node.ts';
import type { JsonType } from './types.ts';

/** What compiling a kind of value needs of the whole. */
export interface KindContext {
  /** The node of a part of the schema. */
  node(place: string, schema: unknown): ValueNode;
  anyValue(): ValueNode;
}

/** What a schema's keywords say about values of one type. */
export function compileKind(
  type: JsonType,
  keywords: SchemaObject,
  place: string,
  context: KindContext,
): ValueKind {
  switch (type) {
    case 'null':
      return literals(['null']);
    case 'boolean':
      return literals(['true', 'false']);
    case 'integer':
    case 'number':
      return numberKind(type === 'integer', keywords, place);
    case 'string':
      return stringKind(keywords, place);
    case 'array':
      return arrayKind(keywords, place, context);
    case 'object':
      return objectKind(keywords, place, context);
    default:
      return type satisfies never;
  }
}

function numberKind(isInteger: boolean, keywords: SchemaObject, place: string): ValueKind {
  const read = (keyword: string) => readNumber(keywords, keyword, place);
  const multipleOf = read('multipleOf');
  if (multipleOf !== undefined && !(Number.isSafeInteger(multipleOf) && multipleOf > 0)) {
    refuse(
      placeOf(place, 'multipleOf'),
      String(multipleOf),
      'a whole number above 0, since others are not exact in JavaScript',
    );
  }
  const limits = {
    minimum: read('minimum'),
    exclusiveMinimum: read('exclusiveMinimum'),
    maximum: read('maximum'),
    exclusiveMaximum: read('exclusiveMaximum'),
    multipleOf,
  };
  const said = Object.entries(limits).filter(([, value]) => value !== undefined);
  if (said.length === 0) return { kind: 'number', isInteger, form: freeNumber(isInteger) };
  const form = limitedNumber({ ...limits, isInteger });
  if (form.leastCharacters(emptyNumber) === Number.POSITIVE_INFINITY) {
    const found = said.map(([keyword, value]) => `${keyword} ${value}`).join(', ');
    refuse(place, found, 'limits that a number of at most 15 digits fits');
  }
  return { kind: 'number', isInteger: isInteger || multipleOf !== undefined, form };
}

function stringKind(keywords: SchemaObject, place: string): ValueKind {
  const minLength = readCount(keywords, 'minLength', place, 0);
  const maxLength = readCount(keywords, 'maxLength', place, Number.POSITIVE_INFINITY);
  assertLimits(place, 'minLength', minLength, 'maxLength', maxLength);
  return { kind: 'string', minLength, maxLength };
}

function arrayKind(keywords: SchemaObject, place: string, { node, anyValue }: KindContext): ValueKind {
  const { items, prefixItems } = keywords;
  if (Array.isArray(items))
    refuse(placeOf(place, 'items'), 'a list', 'one schema; those of the first items are "prefixItems"');
  const first =
    prefixItems === undefined
      ? []
      : readList(keywords, 'prefixItems', place).map((each, index) =>
          node(placeOf(place, 'prefixItems', index), each),
        );
  // As with properties, nothing is written that the schema doesn't name.
  const rest =
    items !== undefined
      ? node(placeOf(place, 'items'), items)
      : prefixItems === undefined
        ? anyValue()
        : undefined;
  const minItems = readCount(keywords, 'minItems', place, 0);
  const maxItems = readCount(keywords, 'maxItems', place, Number.POSITIVE_INFINITY);
  assertLimits(place, 'minItems', minItems, 'maxItems', maxItems);
  return { kind: 'array', first, rest: rest, minItems, maxItems };
}

function objectKind(keywords: SchemaObject, place: string, { node, anyValue }: KindContext): ValueKind {
  const { properties: named = {}, additionalProperties: others } = keywords;
  if (!isSchemaObject(named))
    return refuse(placeOf(place, 'properties'), JSON.stringify(named), 'an object of schemas');
  const required = keywords.required === undefined ? [] : readList(keywords, 'required', place);
  const othersNode =
    others !== undefined
      ? others === false
        ? undefined
        : node(placeOf(place, 'additionalProperties'), others)
      : keywords.properties === undefined
        ? anyValue()
        : undefined;
  const properties: ObjectProperty[] = Object.entries(named).map(([name, schema]) => ({
    name,
    keyBytes: keyBytes(name),
    value: node(placeOf(place, 'properties', name), schema),
    isRequired: required.includes(name),
  }));
  for (const name of required) {
    if (typeof name !== 'string')
      return refuse(placeOf(place, 'required'), JSON.stringify(name), 'names of properties');
    if (Object.hasOwn(named, name)) continue;
    if (others === false)
      refuse(
        placeOf(place, 'required'),
        JSON.stringify(name),
        'one of "properties", since there may be no others',
      );
    properties.push({ name, keyBytes: keyBytes(name), value: othersNode ?? anyValue(), isRequired: true });
  }
  const minProperties = readCount(keywords, 'minProperties', place, 0);
  const maxProperties = readCount(keywords, 'maxProperties', place, Number.POSITIVE_INFINITY);
  const most = Math.min(maxProperties, properties.length + (othersNode ? 1 : 0));
  assertLimits(place, 'minProperties', minProperties, 'at most', most);
  assertLimits(place, 'required properties:', new Set(required).size, 'maxProperties', maxProperties);
  const keys = byteTrie(properties.map(({ name }) => keyText(name)));
  return { kind: 'object', properties, keys, others: othersNode, minProperties, maxProperties };
}

/** A key as it stands in a text, behind the opening quote. */
const keyText = (name: string): string => JSON.stringify(name).slice(1);
const keyBytes = (name: string): number => new TextEncoder().encode(keyText(name)).length;
