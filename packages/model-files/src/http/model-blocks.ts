import { createBlockCache } from '@slowfast/byte-sources';

/** Headers and samples of weights are many small reads close to one another: 4 MiB of blocks are kept. */
const settings = { blockBytes: 32 * 1024, mostBlocks: 128 };

/**
 * Reads parts of a large file through blocks that are kept.
 *
 * @param size bytes of the file.
 * @param fetchRange gives the bytes from `start` to `end`, all of them.
 */
export function modelBlocks(
  size: number,
  fetchRange: (start: number, end: number) => Promise<Uint8Array>,
): (start: number, end: number) => Promise<Uint8Array> {
  return createBlockCache(size, fetchRange, settings);
}
