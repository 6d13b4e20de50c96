import { isSchemaObject, refuse } from './keywords.ts';

/** The part of a schema that a `$ref` points to, which is a JSON pointer within it. */
export function resolveReference(
  root: unknown,
  reference: unknown,
  place: string,
): { place: string; schema: unknown } {
  const expected = 'a pointer to a part of this schema, such as "#/$defs/shape"';
  const found = `"$ref" ${JSON.stringify(reference)}`;
  if (typeof reference !== 'string' || (reference !== '#' && !reference.startsWith('#/'))) {
    return refuse(place, found, expected);
  }
  let at = root;
  for (const part of reference.split('/').slice(1)) {
    const key = unescaped(part).replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = (Array.isArray(at) || isSchemaObject(at)) && Object.hasOwn(at, key);
    if (!isThere) return refuse(place, found, expected);
    at = (at as Record<string, unknown>)[key];
  }
  return { place: reference, schema: at };
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
