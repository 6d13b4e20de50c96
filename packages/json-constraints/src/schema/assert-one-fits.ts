import { refuse } from './keywords.ts';
import type { LiteralKind, ObjectKind, ValueKind, ValueNode } from './schema-node.ts';

/** Refuses alternatives of `oneOf` that one value might fit twice. */
export function assertOneFits(
  place: string,
  nodes: readonly ValueNode[],
  implied: ReadonlySet<ValueKind>,
): void {
  const isOpen = nodes.some(({ alternatives }) => alternatives.some((kind) => implied.has(kind)));
  const overlap = nodes.some((a, index) => nodes.slice(index + 1).some((b) => !excludes(a, b)));
  if (!isOpen && !overlap) return;
  refuse(
    place,
    '"oneOf" with alternatives that one value might fit twice',
    'alternatives that differ in type, or in a required property with other constants; or "anyOf"',
  );
}

/** Whether surely no value fits both. */
function excludes(a: ValueNode, b: ValueNode): boolean {
  if (a === b) return a.alternatives.length === 0;
  return a.alternatives.every((one) => b.alternatives.every((other) => excludesKind(one, other)));
}

function excludesKind(a: ValueKind, b: ValueKind): boolean {
  if (a.kind === 'literal' && b.kind === 'literal') return !a.texts.some((text) => b.texts.includes(text));
  if (a.kind === 'literal') return !typesOf(a).includes(b.kind);
  if (b.kind === 'literal') return !typesOf(b).includes(a.kind);
  if (a.kind === 'object' && b.kind === 'object') return differInProperty(a, b);
  return a.kind !== b.kind;
}

function differInProperty(a: ObjectKind, b: ObjectKind): boolean {
  return a.properties.some((one) => {
    const other = b.properties.find(({ name }) => name === one.name);
    return one.isRequired && other?.isRequired === true && excludes(one.value, other.value);
  });
}

/** Kinds of the values, by how their texts begin. */
function typesOf({ texts }: LiteralKind): readonly (ValueKind['kind'] | undefined)[] {
  return texts.map((text) => {
    if (text.startsWith('"')) return 'string';
    if (text.startsWith('[')) return 'array';
    if (text.startsWith('{')) return 'object';
    return /^[-\d]/.test(text) ? 'number' : undefined;
  });
}
