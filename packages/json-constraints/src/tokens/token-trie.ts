import type { TokenVocabulary } from '@slowfast/spec';

/**
 * The tokens of a vocabulary as a trie over their bytes, in flat arrays: a vocabulary has half a million nodes. Nodes are numbered level by
 * level from the root, 0, so that the children of one lie side by side, by ascending bytes.
 */
export interface TokenTrie {
  /** The children of a node are `firstChild[node]` up to, without, `firstChild[node + 1]`. */
  readonly firstChild: Int32Array;
  /** The byte that leads to a node. */
  readonly byte: Uint8Array;
  /** A token that ends at a node, -1 where none does. */
  readonly token: Int32Array;
  /** Another token of the same bytes, -1 where there is none. */
  readonly alike: Int32Array;
}

/** The trie of these tokens; those without a text are left out. Cost: linear in the bytes of all, a sort aside. */
export function tokenTrie({ texts }: TokenVocabulary, ids: readonly number[]): TokenTrie {
  const sorted = ids.filter((id) => texts[id] !== undefined && texts[id].length > 0);
  sorted.sort((a, b) => compare(texts[a]!, texts[b]!));
  const most = 1 + sorted.reduce((sum, id) => sum + texts[id]!.length, 0);
  const firstChild = new Int32Array(most + 1);
  const byte = new Uint8Array(most);
  const token = new Int32Array(most).fill(-1);
  const alike = new Int32Array(texts.length).fill(-1);
  let nodes = 1;
  // Of each node of a level: its tokens, from where to where in the sorted ones.
  let level = [{ node: 0, start: 0, end: sorted.length }];
  for (let depth = 0; level.length > 0; depth++) {
    const nextLevel: typeof level = [];
    for (const { node, start, end } of level) {
      let at = start;
      for (; at < end && texts[sorted[at]!]!.length === depth; at++) {
        alike[sorted[at]!] = token[node]!;
        token[node] = sorted[at]!;
      }
      firstChild[node] = nodes;
      while (at < end) {
        const value = texts[sorted[at]!]![depth]!;
        const from = at;
        while (at < end && texts[sorted[at]!]![depth] === value) at++;
        byte[nodes] = value;
        nextLevel.push({ node: nodes++, start: from, end: at });
      }
      firstChild[node + 1] = nodes;
    }
    level = nextLevel;
  }
  return {
    firstChild: firstChild.slice(0, nodes + 1),
    byte: byte.slice(0, nodes),
    token: token.slice(0, nodes),
    alike,
  };
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
