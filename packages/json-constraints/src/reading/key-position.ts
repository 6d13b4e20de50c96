import { leastOfProperty } from '../schema/least-bytes.ts';
import type { ObjectKind } from '../schema/schema-node.ts';
import type { ByteTrie } from './byte-trie.ts';
import { bytes, type Position, type Positions } from './position.ts';
import { missingBytes, nextUtf8, type Utf8State } from './utf8.ts';

/** Properties that may come next. */
export interface OpenProperties {
  /** For each that the schema names. */
  readonly named: readonly boolean[];
  /** Whether others may come, too. */
  readonly others: boolean;
}

/** What follows a key. */
export interface BehindKey {
  readonly depth: number;
  /** Behind the closing quote of the key of a property; -1 for one that the schema doesn't name. */
  readonly afterKey: (index: number) => Position;
}

/** Behind something escaped: what no other key has. */
const escaped = 'escaped';

/**
 * Within the key of a property, behind its opening quote. Keys that the schema doesn't name are told from those that it does; they have a
 * character at least and nothing escaped, so that a text and its spelling are one.
 *
 * @param where tells the object from all others.
 */
export function keyPosition(
  positions: Positions,
  kind: ObjectKind,
  open: OpenProperties,
  where: string,
  behind: BehindKey,
  /** How far the key is one that the schema names; null when it is none. */
  named: ByteTrie | null = kind.keys,
  part: Utf8State | typeof escaped = 0,
): Position {
  const key = `k${positions.numberOf(kind)},${named ? positions.numberOf(named) : '-'},${part},${where}`;
  return positions.get(key, () => {
    const candidates = named?.texts.filter((index) => open.named[index]) ?? [];
    const isEmpty = named === kind.keys;
    const at = (next: ByteTrie | null, nextPart: Utf8State | typeof escaped): Position =>
      keyPosition(positions, kind, open, where, behind, next, nextPart);
    const isNamed = named?.children.get(bytes.quote) !== undefined;
    const ways = candidates.map(
      (index) => kind.properties[index]!.keyBytes - named!.depth + behind.afterKey(index).leastBytes,
    );
    if (open.others && part !== escaped) {
      const more = isEmpty || isNamed ? 1 : 0;
      ways.push(missingBytes[part]! + more + 1 + behind.afterKey(-1).leastBytes);
    }
    const wanted = wantedProperty(kind, open);

    return {
      depth: behind.depth,
      leastBytes: Math.min(...ways),
      isComplete: false,
      isChoice: false,
      isDetour: wanted >= 0 && !candidates.includes(wanted),
      next(byte) {
        const child = named?.children.get(byte);
        if (child !== undefined && child.end >= 0)
          return open.named[child.end] ? [behind.afterKey(child.end)] : [];
        const isWay = child?.texts.some((index) => open.named[index]) ?? false;
        const isEscaping = part === escaped || (byte === bytes.backslash && part === 0);
        if (isEscaping || !open.others) return isWay ? [at(child!, isEscaping ? escaped : 0)] : [];
        if (byte === bytes.quote && part === 0) return isEmpty ? [] : [behind.afterKey(-1)];
        const nextPart = nextUtf8(part, byte);
        return nextPart === undefined ? [] : [at(child ?? null, nextPart)];
      },
      // Where the schema names no properties, a key is like any other after its first character.
      afterPlain:
        part === 0 && (named === null || kind.keys.children.size === 0) ? () => at(null, 0) : undefined,
    };
  });
}

/** The property that a shortest text has next: the first that is required, else the one with the shortest; -1 for another. */
function wantedProperty(kind: ObjectKind, open: OpenProperties): number {
  const required = kind.properties.findIndex(({ isRequired }, index) => isRequired && open.named[index]);
  if (required >= 0) return required;
  const lengths = kind.properties.map((_, index) =>
    open.named[index] ? leastOfProperty(kind, index) : Number.POSITIVE_INFINITY,
  );
  const least = Math.min(...lengths);
  return least === Number.POSITIVE_INFINITY ? -1 : lengths.indexOf(least);
}
