/** A node of a trie over bytes. */
export interface ByteTrie {
  readonly children: ReadonlyMap<number, ByteTrie>;
  /** Bytes from the root. */
  readonly depth: number;
  /** The text that ends here, by its index; -1 where none does. */
  readonly end: number;
  /** Texts that end here or further on, by their indices. */
  readonly texts: readonly number[];
  /** Bytes to the nearest end. */
  readonly leastBytes: number;
}

interface GrowingTrie {
  readonly children: Map<number, GrowingTrie>;
  readonly depth: number;
  end: number;
  readonly texts: number[];
  leastBytes: number;
}

/** A trie over distinct texts in UTF-8. */
export function byteTrie(texts: readonly string[]): ByteTrie {
  const root = node(0);
  texts.forEach((text, index) => {
    const bytes = new TextEncoder().encode(text);
    let at = root;
    bytes.forEach((byte, done) => {
      at.texts.push(index);
      at.leastBytes = Math.min(at.leastBytes, bytes.length - done);
      const next = at.children.get(byte) ?? node(done + 1);
      at.children.set(byte, next);
      at = next;
    });
    at.texts.push(index);
    at.leastBytes = 0;
    at.end = index;
  });
  return root;
}

const node = (depth: number): GrowingTrie => ({
  children: new Map(),
  depth,
  end: -1,
  texts: [],
  leastBytes: Number.POSITIVE_INFINITY,
});
