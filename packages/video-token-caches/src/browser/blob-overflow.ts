import type { Overflow, OverflowStorage } from '@slowfast/spec';

/**
 * Keeps numbers in Blobs, which browsers hold outside of the page's memory and move to the disk as they see fit; in pages and workers alike, and
 * without a quota to ask for. What a closed page held goes with it.
 */
export function blobOverflow(): OverflowStorage {
  return { open: openOverflow };
}

function openOverflow(): Overflow {
  const blobs = new Map<number, Blob>();
  let lastId = 0;
  const dispose = async () => blobs.clear();
  return {
    async write(values) {
      lastId += 1;
      blobs.set(lastId, new Blob([values as Float32Array<ArrayBuffer>]));
      return lastId;
    },
    async read(id) {
      const blob = blobs.get(id);
      if (!blob) throw new RangeError(`Nothing is kept under ${id}.`);
      return new Float32Array(await blob.arrayBuffer());
    },
    free: (id) => void blobs.delete(id),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
