import { isAnnotation, isSchemaObject, placeOf, refuse, type SchemaObject } from './keywords.ts';

/** Two schemas as one that says both. Keywords that can't be said at once are refused. */
export function mergeSchemas(a: SchemaObject, b: SchemaObject, place: string): SchemaObject {
  const merged: Record<string, unknown> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    if (value === undefined || isAnnotation(keyword)) continue;
    const before = merged[keyword];
    merged[keyword] =
      before === undefined ? value : mergeKeyword(keyword, before, value, placeOf(place, keyword));
  }
  const closed = [a, b].filter(({ additionalProperties }) => additionalProperties !== undefined);
  const isSame = JSON.stringify(propertyNames(a)) === JSON.stringify(propertyNames(b));
  if (
    closed.length > 0 &&
    !isSame &&
    (a.properties ?? a.required) !== undefined &&
    (b.properties ?? b.required) !== undefined
  ) {
    refuse(
      place,
      'allOf of objects with "additionalProperties"',
      'objects that name the same properties, or without it',
    );
  }
  return merged;
}

function mergeKeyword(keyword: string, a: unknown, b: unknown, place: string): unknown {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (typeof a === 'number' && typeof b === 'number' && keyword !== 'const') {
    if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(a, b);
    if (/^(max|exclusiveMax)/.test(keyword)) return Math.min(a, b);
  }
  if (keyword === 'required' && Array.isArray(a) && Array.isArray(b)) return [...new Set([...a, ...b])];
  if (keyword === 'allOf' && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (keyword === 'enum' && Array.isArray(a) && Array.isArray(b)) {
    const texts = new Set(b.map((value) => JSON.stringify(value)));
    return a.filter((value) => texts.has(JSON.stringify(value)));
  }
  if (keyword === 'type') return commonTypes([a].flat(), [b].flat());
  if (keyword === 'properties' && isSchemaObject(a) && isSchemaObject(b)) {
    const both = Object.keys(b).filter((name) => Object.hasOwn(a, name));
    return { ...a, ...b, ...Object.fromEntries(both.map((name) => [name, { allOf: [a[name], b[name]] }])) };
  }
  return refuse(
    place,
    `allOf with ${JSON.stringify(a)} and ${JSON.stringify(b)}`,
    'what can be said at once',
  );
}

function commonTypes(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  const common = a.filter((type) => b.includes(type));
  const isHalf = (some: readonly unknown[], others: readonly unknown[]) =>
    some.includes('integer') && others.includes('number') && !common.includes('integer');
  return isHalf(a, b) || isHalf(b, a) ? [...common, 'integer'] : common;
}

const propertyNames = ({ properties }: SchemaObject): string[] =>
  isSchemaObject(properties) ? Object.keys(properties).sort() : [];
