import type { Reading } from '../reading/reading.ts';
import { closingTokens } from './closing-tokens.ts';
import { setBit, type TokenTable } from './token-table.ts';
import type { TokenTrie } from './token-trie.ts';

/** Tokens that may come next, a bit each; never to be changed. */
export interface Allowed {
  readonly bits: Uint32Array;
  /** Whether more were allowed if more tokens were left. */
  readonly isShortened: boolean;
}

/** Tells which tokens may come next, such that the text can come to an end with the tokens that are left. */
export interface AllowedTokens {
  /** Fewest tokens from here to the end of the text. */
  leastTokens(reading: Reading): number;
  allowed(reading: Reading, tokensLeft: number): Allowed;
}

/** Kept ones are as large as a bit for each token. */
const mostKept = 256;

/** Cost: microseconds where few tokens fit or the reading was met before, milliseconds where a string may go on. */
export function allowedTokens(table: TokenTable): AllowedTokens {
  const closing = closingTokens(table);
  /** Tokens that surely suffice: one for each byte where every byte is a token. */
  const enough = (reading: Reading) => (table.spellsAll ? reading.leastBytes : closing.least(reading));
  const closes = (reading: Reading, tokens: number) =>
    enough(reading) <= tokens || closing.closes(reading, tokens);
  /** What is allowed however many tokens are left, and how many must be left for it. */
  const kept = new Map<Reading, { readonly bits: Uint32Array; readonly needed: number }>();

  function unlimited(reading: Reading) {
    const before = kept.get(reading);
    if (before) return before;
    let needed = 0;
    const bits = collect(table, reading, (target) => {
      const tokens = enough(target);
      if (tokens === Number.POSITIVE_INFINITY) return false;
      needed = Math.max(needed, tokens);
      return true;
    });
    const made = { bits, needed: needed + 1 };
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(reading, made);
    return made;
  }

  return {
    leastTokens: closing.least,
    allowed(reading, tokensLeft) {
      const all = unlimited(reading);
      if (tokensLeft >= all.needed) return { bits: all.bits, isShortened: false };
      const answers = new Map<Reading, boolean>();
      let isShortened = false;
      const bits = collect(table, reading, (target) => {
        const before = answers.get(target);
        if (before !== undefined) return before;
        const isRight = closes(target, tokensLeft - 1);
        answers.set(target, isRight);
        isShortened ||= !isRight;
        return isRight;
      });
      return { bits, isShortened };
    },
  };
}

/** The tokens that lead to a reading which is wanted. */
function collect(table: TokenTable, start: Reading, isWanted: (target: Reading) => boolean): Uint32Array {
  const bits = new Uint32Array(Math.ceil(table.size / 32));
  if (start.afterPlain === undefined) {
    walk(table.all, start, isWanted, bits);
    return bits;
  }
  const wanted = table.plain.filter(({ characters }) => {
    const target = start.afterPlain!(characters);
    return target !== null && isWanted(target);
  });
  if (wanted.length === table.plain.length) bits.set(table.plainBits);
  else for (const { ids } of wanted) for (const id of ids) setBit(bits, id);
  walk(table.special, start, isWanted, bits);
  return bits;
}

function walk(
  { firstChild, byte, token, alike }: TokenTrie,
  start: Reading,
  isWanted: (target: Reading) => boolean,
  bits: Uint32Array,
): void {
  const visit = (node: number, at: Reading) => {
    const end = firstChild[node + 1]!;
    for (let child = firstChild[node]!; child < end; child++) {
      const next = at.next(byte[child]!);
      if (next === null) continue;
      if (token[child]! >= 0 && isWanted(next)) {
        for (let id = token[child]!; id >= 0; id = alike[id]!) setBit(bits, id);
      }
      visit(child, next);
    }
  };
  visit(0, start);
}
