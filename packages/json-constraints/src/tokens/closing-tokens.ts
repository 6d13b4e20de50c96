import { bytes } from '../reading/position.ts';
import type { Reading } from '../reading/reading.ts';
import type { TokenTable } from './token-table.ts';
import type { TokenTrie } from './token-trie.ts';

/** Counts the tokens with which a text comes to an end: infinite for more than `most`, which is any number if absent. */
export type ClosingTokens = (reading: Reading, most?: number) => number;

/**
 * Fewest tokens from a reading to the end of a text: infinite where the tokens can't spell one. All texts are looked at whose values are the
 * shortest of their kind, with properties in the schema's order, in every way to cut them into tokens, with and without a space behind
 * commas and colons; where values are chosen (`enum`, `anyOf`), each.
 *
 * Cost: some milliseconds for each new reading, less the fewer tokens are asked about.
 */
export function closingTokens(table: TokenTable): ClosingTokens {
  const known = new Map<Reading, number>();
  /** Readings from which there is no end within so many tokens. */
  const farther = new Map<Reading, number>();
  const waysOf = new Map<Reading, Ways>();
  const ways = (reading: Reading): Ways => {
    const before = waysOf.get(reading);
    if (before) return before;
    const made = findWays(reading);
    waysOf.set(reading, made);
    return made;
  };

  /** Level by level, one token more on each. */
  function find(start: Reading, most: number): number {
    const seen = new Set([start]);
    let level = [start];
    let best = Number.POSITIVE_INFINITY;
    for (let tokens = 1; level.length > 0 && tokens < best; tokens++) {
      if (tokens > most) {
        farther.set(start, most);
        return Number.POSITIVE_INFINITY;
      }
      const nextLevel: Reading[] = [];
      for (const reading of level) {
        for (const target of shorterReadings(table, reading, ways)) {
          if (seen.has(target)) continue;
          seen.add(target);
          const rest = target.isComplete ? 0 : known.get(target);
          if (rest === undefined) nextLevel.push(target);
          else best = Math.min(best, tokens + rest);
        }
      }
      level = nextLevel;
    }
    known.set(start, best);
    return best;
  }

  return (reading, most = Number.POSITIVE_INFINITY) => {
    if (reading.isComplete) return 0;
    const before = known.get(reading);
    if (before !== undefined) return before;
    return (farther.get(reading) ?? -1) >= most ? Number.POSITIVE_INFINITY : find(reading, most);
  };
}

/** The readings behind the bytes that may be of a shortest text. */
interface Ways {
  readonly bytes: readonly number[];
  /** By byte. */
  readonly next: readonly (Reading | undefined)[];
}

/** Where one token leads on the way to a shortest text. */
function shorterReadings(
  table: TokenTable,
  start: Reading,
  ways: (reading: Reading) => Ways,
): ReadonlySet<Reading> {
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
