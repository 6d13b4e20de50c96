/** How much a block cache reads at a time, and keeps. */
export interface BlockCacheSettings {
  /** Bytes of a block; half a megabyte if absent. */
  readonly blockBytes?: number | undefined;
  /** Blocks that are kept at most; 32 if absent. */
  readonly mostBlocks?: number | undefined;
}

/** Bytes of a block unless something else is asked for. */
export const defaultBlockBytes = 2 ** 19;

/**
 * Reads of any size over blocks of one size, of which those last used are kept: 16 MiB unless something else is asked for. Blocks that lie
 * side by side and are missing are read in one go; reads at the same time share them.
 *
 * @param size length of all bytes.
 * @param fetchRange gives the bytes from `start` to `end`, all of them.
 */
export function createBlockCache(
  size: number,
  fetchRange: (start: number, end: number) => Promise<Uint8Array>,
  { blockBytes = defaultBlockBytes, mostBlocks = 32 }: BlockCacheSettings = {},
): (start: number, end: number) => Promise<Uint8Array> {
  /** By block number; the last used is the last. */
  const blocks = new Map<number, Promise<Uint8Array>>();

  function keep(number: number, block: Promise<Uint8Array>): void {
    blocks.delete(number);
    blocks.set(number, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= mostBlocks) break;
      blocks.delete(oldest);
    }
  }

  function fetchBlocks(first: number, last: number): void {
    const start = first * blockBytes;
    const range = fetchRange(start, Math.min(size, (last + 1) * blockBytes));
    for (let number = first; number <= last; number++) {
      const from = number * blockBytes - start;
      // A copy, or each block would keep the whole range in memory.
      const block = range.then((bytes) => bytes.slice(from, from + blockBytes));
      // What failed is asked for again.
      block.catch(() => blocks.get(number) === block && blocks.delete(number));
      keep(number, block);
    }
  }

  return async (start, end) => {
    const stop = Math.min(end, size);
    if (stop <= start) return new Uint8Array(0);
    const first = Math.floor(start / blockBytes);
    const last = Math.floor((stop - 1) / blockBytes);
    const parts: Promise<Uint8Array>[] = [];
    for (let number = first; number <= last; number++) {
      if (!blocks.has(number)) {
        let missing = number;
        // What is read in one go stays below half of what is kept.
        while (missing < last && missing - number + 1 < mostBlocks / 2 && !blocks.has(missing + 1)) missing++;
        fetchBlocks(number, missing);
      }
      const block = blocks.get(number)!;
      keep(number, block);
      parts.push(block);
    }
    const result = new Uint8Array(stop - start);
    for (const [k, block] of (await Promise.all(parts)).entries()) {
      const at = (first + k) * blockBytes;
      const from = Math.max(0, start - at);
      result.set(block.subarray(from, stop - at), Math.max(0, at - start));
    }
    return result;
  };
}
