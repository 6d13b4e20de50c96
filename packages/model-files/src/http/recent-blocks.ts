/** Reads bytes from where that is slow. */
type Read = (offset: number, length: number) => Promise<Uint8Array>;

const blockBytes = 32 * 1024;
const mostBlocks = 128;

/**
 * Keeps the blocks that were read last, so that many small reads close to one another cost one request. Memory: 4 MiB.
 *
 * @param size bytes of the file.
 */
export function recentBlocks(size: number, read: Read): Read {
  const blocks = new Map<number, Uint8Array>();

  function keep(index: number, block: Uint8Array): void {
    blocks.delete(index);
    blocks.set(index, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= mostBlocks) return;
      blocks.delete(oldest);
    }
  }

  /** Reads the blocks in one request. */
  async function fill(first: number, last: number): Promise<void> {
    const start = first * blockBytes;
    const bytes = await read(start, Math.min(size, (last + 1) * blockBytes) - start);
    for (let index = first; index <= last; index++) {
      const at = (index - first) * blockBytes;
      keep(index, bytes.slice(at, at + blockBytes));
    }
  }

  return async (offset, length) => {
    const first = Math.floor(offset / blockBytes);
    const last = Math.floor((offset + length - 1) / blockBytes);
    if (last - first >= mostBlocks) return read(offset, length);
    let missingFrom = first;
    let missingTo = last;
    while (missingFrom <= last && blocks.has(missingFrom)) missingFrom++;
    while (missingTo > missingFrom && blocks.has(missingTo)) missingTo--;
    if (missingFrom <= last) await fill(missingFrom, missingTo);
    const bytes = new Uint8Array(length);
    for (let index = first; index <= last; index++) {
      const block = blocks.get(index)!;
      keep(index, block);
      const from = Math.max(0, offset - index * blockBytes);
      const at = index * blockBytes + from - offset;
      bytes.set(block.subarray(from, from + length - at), at);
    }
    return bytes;
  };
}
