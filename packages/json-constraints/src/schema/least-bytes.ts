import { emptyNumber } from './number-form.ts';
import type { ArrayKind, ObjectKind, ValueKind, ValueNode } from './schema-node.ts';

/** Bytes of the shortest text of one kind of value; infinite where there is none (yet: what it holds may not be known). */
export function leastOfKind(kind: ValueKind): number {
  switch (kind.kind) {
    case 'literal':
      return kind.trie.leastBytes;
    case 'number':
      return kind.form.leastCharacters(emptyNumber);
    case 'string':
      return kind.minLength <= kind.maxLength ? 2 + kind.minLength : Number.POSITIVE_INFINITY;
    case 'array':
      return 1 + leastToCloseArray(kind, 0, true);
    case 'object':
      return 1 + leastToCloseObject(kind, noProperties(kind), true);
    default:
      return kind satisfies never;
  }
}

/** The value of an item by its place; undefined where there can be none. */
export function itemAt({ first, rest }: ArrayKind, index: number): ValueNode | undefined {
  const value = index < first.length ? first[index] : rest;
  return value?.leastBytes === Number.POSITIVE_INFINITY ? undefined : value;
}

/** Bytes of the shortest rest of an array that has so many items, its bracket included. */
export function leastToCloseArray(kind: ArrayKind, items: number, isEmpty: boolean): number {
  let least = 1;
  for (let index = items; index < kind.minItems; index++) {
    const comma = isEmpty && index === items ? 0 : 1;
    least += comma + (itemAt(kind, index)?.leastBytes ?? Number.POSITIVE_INFINITY);
    // All further ones are alike.
    if (index >= kind.first.length && kind.minItems < Number.POSITIVE_INFINITY) {
      const alike = kind.minItems - index - 1;
      return least + alike * (1 + (itemAt(kind, index)?.leastBytes ?? Number.POSITIVE_INFINITY));
    }
  }
  return least;
}

/** Bytes of a property: key, colon and shortest value. */
export function leastOfProperty(kind: ObjectKind, index: number): number {
  const { keyBytes, value } = kind.properties[index]!;
  return 1 + keyBytes + 1 + value.leastBytes;
}

/** Bytes of a property that the schema doesn't name: a key of one character. */
export const leastOfOther = ({ others }: ObjectKind): number =>
  4 + (others?.leastBytes ?? Number.POSITIVE_INFINITY);

/** Properties that an object has so far. */
export interface UsedProperties {
  /** A character for each property that the schema names: 1 for those that are there. */
  readonly named: string;
  /** How many others there are, which may be alike; no more than one is counted where that makes no difference. */
  readonly others: number;
}

export const noProperties = ({ properties }: ObjectKind): UsedProperties => ({
  named: '0'.repeat(properties.length),
  others: 0,
});

const countNamed = (named: string): number => named.replaceAll('0', '').length;

/** Most properties that these can be. */
export const countProperties = ({ named, others }: UsedProperties): number => countNamed(named) + others;

/** Bytes of the shortest rest of an object, its brace included; infinite where it can't come to an end. */
export function leastToCloseObject(kind: ObjectKind, used: UsedProperties, isEmpty: boolean): number {
  let bytes = 1;
  let added = 0;
  const optional: number[] = [];
  kind.properties.forEach(({ isRequired }, index) => {
    if (used.named[index] === '1') return;
    const least = leastOfProperty(kind, index);
    if (isRequired) {
      bytes += least;
      added += 1;
    } else {
      optional.push(least);
    }
  });
  // Others may have one key: all of them together are surely one property.
  const distinct = countNamed(used.named) + Math.min(used.others, 1);
  const missing = kind.minProperties - distinct - added;
  if (missing > 0) {
    if (used.others === 0) optional.push(leastOfOther(kind));
    const cheapest = optional.toSorted((a, b) => a - b).slice(0, missing);
    if (cheapest.length < missing) return Number.POSITIVE_INFINITY;
    for (const least of cheapest) bytes += least;
    added += missing;
  }
  if (countProperties(used) + added > kind.maxProperties) return Number.POSITIVE_INFINITY;
  return bytes + Math.max(0, added - (isEmpty ? 1 : 0));
}
