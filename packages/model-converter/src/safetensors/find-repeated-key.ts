/**
 * A name that stands twice in the outermost object of a JSON text, which `JSON.parse` passes over in silence; undefined when there
 * is none. The text must be valid JSON. Cost: one pass.
 */
export function findRepeatedKey(text: string): string | undefined {
  const keys = new Set<string>();
  let depth = 0;
  let isKey = true;
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ',') isKey = depth === 1;
    else if (token === ':') isKey = false;
    else if (isKey && depth === 1) {
      const key = JSON.parse(token) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
