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

/** The trie of these tokens; those without a text are left out. Cost: linear in the bytes of all. */
export function tokenTrie({ texts }: TokenVocabulary, ids: readonly number[]): TokenTrie {
  const tokens = Int32Array.from(ids.filter((id) => texts[id] !== undefined && texts[id].length > 0));
  const most = 1 + tokens.reduce((sum, id) => sum + texts[id]!.length, 0);
  const firstChild = new Int32Array(most + 1);
  const byte = new Uint8Array(most);
  const token = new Int32Array(most).fill(-1);
  const alike = new Int32Array(texts.length).fill(-1);
  // Of each node: its tokens, from where to where, and its depth.
  const [from, to, depths] = [new Int32Array(most), new Int32Array(most), new Uint16Array(most)];
  to[0] = tokens.length;
  let nodes = 1;
  for (let node = 0; node < nodes; node++) {
    const [depth, end] = [depths[node]!, to[node]!];
    sortByByte(tokens, texts, from[node]!, end, depth);
    let at = from[node]!;
    for (; at < end && texts[tokens[at]!]!.length === depth; at++) {
      alike[tokens[at]!] = token[node]!;
      token[node] = tokens[at]!;
    }
    firstChild[node] = nodes;
    while (at < end) {
      const value = texts[tokens[at]!]![depth]!;
      byte[nodes] = value;
      depths[nodes] = depth + 1;
      from[nodes] = at;
      while (at < end && texts[tokens[at]!]![depth] === value) at++;
      to[nodes++] = at;
    }
  }
  firstChild[nodes] = nodes;
  return {
    firstChild: firstChild.slice(0, nodes + 1),
    byte: byte.slice(0, nodes),
    token: token.slice(0, nodes),
    alike,
  };
}

/** Sorts a stretch of tokens by one of their bytes, those that have no such byte first. */
function sortByByte(
  tokens: Int32Array,
  texts: TokenVocabulary['texts'],
  start: number,
  end: number,
  depth: number,
): void {
  const rank = (id: number) => texts[id]![depth] ?? -1;
  if (end - start > 32) {
    const sorted = tokens.slice(start, end);
    const places = new Int32Array(258);
    for (const id of sorted) places[rank(id) + 2]! += 1;
    for (let value = 1; value < places.length; value++) places[value]! += places[value - 1]!;
    for (const id of sorted) tokens[start + places[rank(id) + 1]!++] = id;
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const id = tokens[i]!;
    const value = rank(id);
    let place = i;
    for (; place > start && rank(tokens[place - 1]!) > value; place--) tokens[place] = tokens[place - 1]!;
    tokens[place] = id;
  }
}
