import type { Reading } from '../reading/reading.ts';
import { shorterReadings } from './shorter-readings.ts';
import type { TokenTable } from './token-table.ts';

/** Counts the tokens with which a text comes to an end. */
export interface ClosingTokens {
  /**
   * Fewest tokens from a reading to the end: infinite where the tokens can't spell one. All ways to cut shortest texts are looked at.
   *
   * Cost: up to some milliseconds for each token of the rest.
   */
  least(reading: Reading): number;
  /** Whether so many are enough. Cost: as that, or much less where more than the fewest are left. */
  closes(reading: Reading, tokens: number): boolean;
}

/** See {@link ClosingTokens}. */
export function closingTokens(table: TokenTable): ClosingTokens {
  const shorter = shorterReadings(table);
  const known = new Map<Reading, number>();
  /** Tokens that are enough, though fewer may be. */
  const enough = new Map<Reading, number>();
  /** At how many places those are cut. */
  const cuts = new Map<Reading, number>();
  /** Tokens that are not enough. */
  const tooFew = new Map<Reading, number>();
  const segments = new Map<string, number>();

  /**
   * Level by level, one token more on each, until `tokensFrom` gives a number of tokens from there on; infinite after `most`. What every
   * reading of the shortest way takes is told.
   *
   * @param more how many levels are looked at behind the first that has a way; all if absent.
   */
  function search(
    start: Reading,
    most: number,
    tokensFrom: (target: Reading, tokens: number) => number | undefined,
    onTheWay?: (reading: Reading, tokens: number) => void,
    more = Number.POSITIVE_INFINITY,
  ): number {
    const seen = new Map<Reading, Reading | undefined>([[start, undefined]]);
    let level = [start];
    let best = Number.POSITIVE_INFINITY;
    let last: Reading | undefined;
    let levels = most;
    for (let tokens = 1; level.length > 0 && tokens < best && tokens <= levels; tokens++) {
      const nextLevel: Reading[] = [];
      for (const reading of level) {
        for (const target of shorter(reading)) {
          if (seen.has(target)) continue;
          seen.set(target, reading);
          const rest = tokensFrom(target, tokens);
          if (rest === undefined) nextLevel.push(target);
          else if (tokens + rest < best) [best, last] = [tokens + rest, target];
        }
      }
      if (best < Number.POSITIVE_INFINITY) levels = Math.min(levels, tokens + more--);
      level = nextLevel;
    }
    const way: Reading[] = [];
    for (let at = last; onTheWay && at; at = seen.get(at)) way.push(at);
    way.reverse().forEach((reading, done) => {
      onTheWay?.(reading, best - done);
    });
    return best;
  }

  /** Tokens from one place behind a value to the next. */
  function segment(key: string, from: Reading, to: Reading): number {
    const before = segments.get(key);
    if (before !== undefined) return before;
    // Each way gets nearer to the end: what is behind the milestone is not looked at.
    const isPast = (target: Reading) => target.leastBytes < to.leastBytes;
    const tokens = search(from, Number.POSITIVE_INFINITY, (target) =>
      target === to ? 0 : isPast(target) ? Number.POSITIVE_INFINITY : undefined,
    );
    segments.set(key, tokens);
    return tokens;
  }

  /** Tokens that are enough from a place behind a value: with a cut at each of the next ones. Infinite for other places. */
  function fromMilestone(reading: Reading): number {
    const before = enough.get(reading);
    if (before !== undefined) return before;
    const path: Reading[] = [];
    let at = reading;
    for (; !at.isComplete && !enough.has(at) && at.milestone; at = at.milestone.to) path.push(at);
    let tokens = at.isComplete ? 0 : (enough.get(at) ?? Number.POSITIVE_INFINITY);
    for (const each of path.reverse()) {
      const { key, to } = each.milestone!;
      tokens += segment(key, each, to);
      enough.set(each, tokens);
      cuts.set(each, 1 + (cuts.get(to) ?? 0));
    }
    return tokens;
  }

  /** Fewest tokens, if they are at most so many. What the readings of the way take is remembered: each can go on to the next. */
  function exactly(reading: Reading, most: number): number {
    const remember = (each: Reading, tokens: number) => {
      if (!each.isComplete) known.set(each, tokens);
    };
    return search(reading, most, (target) => (target.isComplete ? 0 : known.get(target)), remember);
  }

  function least(reading: Reading): number {
    if (reading.isComplete) return 0;
    const tokens = known.get(reading) ?? exactly(reading, Number.POSITIVE_INFINITY);
    known.set(reading, tokens);
    return tokens;
  }

  function closes(reading: Reading, tokens: number): boolean {
    if (reading.isComplete) return true;
    const exact = known.get(reading);
    if (exact !== undefined) return exact <= tokens;
    if (fromMilestone(reading) <= tokens) return true;
    if ((tooFew.get(reading) ?? 0) >= tokens) return false;
    // Without the cuts it may be one token less for each.
    let perhaps = Number.POSITIVE_INFINITY;
    const soon = search(
      reading,
      tokens,
      (target, done) => {
        const rest = target.isComplete ? 0 : (known.get(target) ?? fromMilestone(target));
        if (rest === Number.POSITIVE_INFINITY) return undefined;
        perhaps = Math.min(perhaps, done + rest - (cuts.get(target) ?? 0) - 1);
        return rest;
      },
      undefined,
      2,
    );
    if (soon <= tokens) {
      if (!reading.milestone) enough.set(reading, soon);
      return true;
    }
    if (perhaps <= tokens && exactly(reading, tokens) <= tokens) return true;
    tooFew.set(reading, tokens);
    return false;
  }

  return { least, closes };
}
