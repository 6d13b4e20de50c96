import { bytes } from '../reading/position.ts';
import type { Reading } from '../reading/reading.ts';
import type { TokenTable } from './token-table.ts';
import type { TokenTrie } from './token-trie.ts';

/** Where one token leads on the way to a shortest text. */
export type ShorterReadings = (reading: Reading) => Iterable<Reading>;

/**
 * The ways to shortest texts: those whose values are the shortest of their kind, with properties in the schema's order, with and without a
 * space behind commas and colons; where values are chosen (`enum`, `anyOf`), each.
 */
export function shorterReadings(table: TokenTable): ShorterReadings {
  const waysOf = new Map<Reading, Ways>();
  const ways = (reading: Reading): Ways => {
    const before = waysOf.get(reading);
    if (before) return before;
    const made = findWays(reading);
    waysOf.set(reading, made);
    return made;
  };
  const known = new Map<Reading, ReadonlySet<Reading>>();
  return (reading) => {
    const before = known.get(reading);
    if (before) return before;
    const made = follow(table, reading, ways);
    known.set(reading, made);
    return made;
  };
}

/** The readings behind the bytes that may be of a shortest text. */
interface Ways {
  readonly bytes: readonly number[];
  /** By byte. */
  readonly next: readonly (Reading | undefined)[];
}

/** Where one token leads. */
function follow(table: TokenTable, start: Reading, ways: (reading: Reading) => Ways): ReadonlySet<Reading> {
  const targets = new Set<Reading>();
  const walk = (trie: TokenTrie, node: number, at: Reading) => {
    const { bytes: wanted, next: nextOf } = ways(at);
    const visit = (child: number, next: Reading) => {
      // More of a string than it needs leads nowhere, except where a token that fills it has more.
      if (next === at && !start.isWanting) return;
      if (trie.token[child]! >= 0) targets.add(next);
      walk(trie, child, next);
    };
    const [from, to] = [trie.firstChild[node]!, trie.firstChild[node + 1]!];
    if (to - from <= wanted.length) {
      for (let child = from; child < to; child++) {
        const next = nextOf[trie.byte[child]!];
        if (next) visit(child, next);
      }
      return;
    }
    for (const byte of wanted) {
      const child = childOf(trie, node, byte);
      if (child >= 0) visit(child, nextOf[byte]!);
    }
  };
  if (!start.isWanting || !start.afterPlain) {
    walk(table.all, 0, start);
    return targets;
  }
  for (const { characters } of table.plain) {
    const target = start.afterPlain(characters);
    if (target) targets.add(target);
  }
  walk(table.special, 0, start);
  return targets;
}

function childOf({ firstChild, byte }: TokenTrie, node: number, wanted: number): number {
  let low = firstChild[node]!;
  let high = firstChild[node + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byte[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < firstChild[node + 1]! && byte[low] === wanted ? low : -1;
}

function findWays(at: Reading): Ways {
  const wanted: number[] = [];
  const nextOf: (Reading | undefined)[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const next = at.next(byte);
    const isWay = next !== null && isOnTheWay(at, byte, next);
    nextOf.push(isWay ? next : undefined);
    if (isWay) wanted.push(byte);
  }
  return { bytes: wanted, next: nextOf };
}

function isOnTheWay(at: Reading, byte: number, next: Reading): boolean {
  if (next.isDetour && !at.isDetour) return false;
  if (next.leastBytes < at.leastBytes || next === at) return true;
  if (byte === bytes.lineFeed || byte === bytes.tab) return false;
  if (at.isChoice || next.positions.length < at.positions.length) return true;
  return byte === bytes.space && next.leastBytes === at.leastBytes;
}
