/** What JSON can hold. */
export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

const deepest = 8;
const mostValues = 10_000;
const longestText = 30_000;

/**
 * A copy that can be sent to another thread and written as JSON. What is neither is left out (functions, symbols) or becomes text (big
 * integers, dates, errors, what contains itself). Bounded: 10,000 values, eight levels, and 30,000 characters of a text. NaN and infinities
 * survive between threads, and are null in JSON.
 */
export function plainData(value: unknown): PlainData | undefined {
  return copy(value, [], { left: mostValues });
}

/** The text, or its beginning where it is too long. */
export function boundedText(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** A member of an object; undefined where reading it fails. */
export function member(value: object, key: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}

function copy(value: unknown, ancestors: readonly object[], values: { left: number }): PlainData | undefined {
  values.left -= 1;
  switch (typeof value) {
    case 'boolean':
    case 'number':
      return value;
    case 'string':
      return boundedText(value);
    case 'bigint':
      return boundedText(String(value));
    case 'object':
      return value === null ? null : copyObject(value, ancestors, values);
    default:
      return undefined;
  }
}

function copyObject(value: object, ancestors: readonly object[], values: { left: number }): PlainData {
  if (ancestors.length === deepest || ancestors.includes(value)) return '…';
  if (value instanceof Date) return value.toJSON();
  if (value instanceof Error) return boundedText(String(value));
  const within = [...ancestors, value];
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items: PlainData[] = [];
    for (const item of value as Iterable<unknown>) {
      if (values.left <= 0) break;
      items.push(copy(item, within, values) ?? null);
    }
    return items;
  }
  const members: [string, PlainData][] = [];
  for (const key of Object.keys(value)) {
    if (values.left <= 0) break;
    const data = copy(member(value, key), within, values);
    if (data !== undefined) members.push([key, data]);
  }
  return Object.fromEntries(members);
}
