import { refuse } from './keywords.ts';
import type { ValueKind, ValueNode } from './schema-node.ts';

/** Refuses a schema that no text fits, and says where. */
export function assertHasEnd(start: ValueNode): void {
  if (start.leastBytes < Number.POSITIVE_INFINITY) return;
  const path: ValueNode[] = [];
  for (let at: ValueNode | undefined = start; at !== undefined; at = at.alternatives.flatMap(endless)[0]) {
    if (path.includes(at))
      refuse(at.place, 'a value that must hold itself again and again', 'an end to the recursion');
    path.push(at);
  }
  refuse(path.at(-1)!.place, 'a schema that no value fits', 'one that some value fits');
}

/** What a value must hold and can't. */
function endless(kind: ValueKind): readonly ValueNode[] {
  const held =
    kind.kind === 'array'
      ? [
          ...kind.first.slice(0, kind.minItems),
          ...(kind.rest && kind.minItems > kind.first.length ? [kind.rest] : []),
        ]
      : kind.kind === 'object'
        ? kind.properties.filter(({ isRequired }) => isRequired).map(({ value }) => value)
        : [];
  return held.filter(({ leastBytes }) => leastBytes === Number.POSITIVE_INFINITY);
}
