import type { MediaBytes } from '../media-bytes.ts';

/** Bytes that are shown in place of others. */
export interface Patch {
  readonly at: number;
  readonly data: Uint8Array;
}

/** The same bytes but for some patches. They may lie behind the end, which then is further on; who closes one closes both. */
export function patchedBytes(bytes: MediaBytes, patches: readonly Patch[]): MediaBytes {
  const size = Math.max(bytes.size, ...patches.map(({ at, data }) => at + data.length));
  return {
    place: bytes.place,
    size,
    async read(start, end) {
      const result = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      result.set((await bytes.read(start, Math.min(end, bytes.size))).subarray(0, result.length));
      for (const patch of patches) overlay(result, start, patch);
      return result;
    },
    close: () => bytes.close(),
  };
}

function overlay(target: Uint8Array, start: number, { at, data }: Patch): void {
  const from = Math.max(start, at);
  const to = Math.min(start + target.length, at + data.length);
  if (from < to) target.set(data.subarray(from - at, to - at), from - start);
}
