/** Clips in two halves. */
export interface SplitClips {
  readonly fitted: ReadonlySet<string>;
  readonly heldOut: ReadonlySet<string>;
}

/**
 * Halves clips by a hash of their names, so that the same clips are always in the same halves, in whatever order they come; of an odd number
 * the first half has one more.
 */
export function splitClips(names: readonly string[]): SplitClips {
  const ranked = [...new Set(names)]
    .map((name) => ({ name, hash: hashOf(name) }))
    .toSorted((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  const half = Math.ceil(ranked.length / 2);
  return { fitted: new Set(ranked.slice(0, half)), heldOut: new Set(ranked.slice(half)) };
}

/** 32-bit FNV-1a (RFC 9923), mixed by the end of MurmurHash3, as names that differ in their last digit alone have neighbouring hashes. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
