import { bytes } from '../reading/position.ts';
import type { Reading } from '../reading/reading.ts';
import type { TokenTrie } from './token-trie.ts';

/** Counts the tokens with which a text comes to an end. */
export type ClosingTokens = (reading: Reading) => number;

/**
 * Fewest tokens from a reading to the end of a text: infinite where the tokens can't spell one. All texts are looked at whose values are the
 * shortest of their kind, with properties in the schema's order, in every way to cut them into tokens, with and without a space behind
 * commas and colons; where values are chosen (`enum`, `anyOf`), each.
 *
 * Cost: some milliseconds for each new reading.
 */
export function closingTokens(trie: TokenTrie): ClosingTokens {
  const known = new Map<Reading, number>();

  function find(start: Reading): number {
    if (start.isComplete) return 0;
    const seen = new Set([start]);
    let level = [start];
    let best = Number.POSITIVE_INFINITY;
    for (let tokens = 1; level.length > 0 && tokens < best; tokens++) {
      const nextLevel: Reading[] = [];
      for (const reading of level) {
        for (const target of shorterReadings(trie, reading)) {
          if (seen.has(target)) continue;
          seen.add(target);
          if (target.isComplete) best = Math.min(best, tokens);
          const rest = known.get(target);
          if (rest === undefined) nextLevel.push(target);
          else best = Math.min(best, tokens + rest);
        }
      }
      level = nextLevel;
    }
    return best;
  }

  return (reading) => {
    const before = known.get(reading);
    if (before !== undefined) return before;
    const least = find(reading);
    known.set(reading, least);
    return least;
  };
}

/** Where one token leads on the way to a shortest text. */
function shorterReadings(trie: TokenTrie, start: Reading): ReadonlySet<Reading> {
  const targets = new Set<Reading>();
  const { firstChild, byte, token } = trie;
  const walk = (node: number, at: Reading) => {
    for (let child = firstChild[node]!; child < firstChild[node + 1]!; child++) {
      const next = at.next(byte[child]!);
      if (next === null || !isOnTheWay(at, byte[child]!, next, start)) continue;
      if (token[child]! >= 0) targets.add(next);
      walk(child, next);
    }
  };
  walk(0, start);
  return targets;
}

function isOnTheWay(at: Reading, byte: number, next: Reading, start: Reading): boolean {
  if (next.isDetour && !at.isDetour) return false;
  if (next.leastBytes < at.leastBytes) return true;
  if (byte === bytes.lineFeed || byte === bytes.tab) return false;
  if (at.isChoice || next.positions.length < at.positions.length) return true;
  // More of a string than it needs, where a token has more.
  if (next === at) return at !== start;
  return byte === bytes.space && next.leastBytes === at.leastBytes;
}
