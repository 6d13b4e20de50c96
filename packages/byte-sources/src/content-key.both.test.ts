import { describe, expect, test } from 'vitest';
import { blobBytes } from './blob-bytes.ts';
import type { ByteSource } from './byte-source.ts';
import { bytesInMemory } from './bytes-in-memory.ts';
import { contentKey } from './content-key.ts';
import { failureOf } from './testing/test-failure.ts';

const content = (length: number) => Uint8Array.from({ length }, (_, k) => (k * 7 + (k >> 9)) % 251);
const mebibyte = 2 ** 20;
const keyOf = (bytes: Uint8Array, kind?: 'sampled' | 'whole') => contentKey(bytesInMemory(bytes), { kind });

async function sha256(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const bytes = await new Blob(parts as BlobPart[]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('contentKey', () => {
  test('is the hash of length and bytes: all of them of a small file, and where that is asked for', async () => {
    for (const length of [0, 1, 70_000, 2 * mebibyte]) {
      const bytes = content(length);
      expect(await keyOf(bytes)).toBe(`sampled-${await sha256(`sampled ${length}\n`, bytes)}`);
    }
    const bytes = content(9 * mebibyte);
    expect(await keyOf(bytes, 'whole')).toBe(`whole-${await sha256(`whole ${bytes.length}\n`, bytes)}`);
  });

  test('of a large file reads both ends and samples between them, 2.3 MB in all', async () => {
    const size = 5 * 2 ** 30;
    const read: [start: number, end: number][] = [];
    const source: ByteSource = {
      place: 'large',
      size,
      async read(start, end) {
        read.push([start, end]);
        return new Uint8Array(end - start);
      },
      close: async () => undefined,
    };
    await contentKey(source);
    expect(read).toHaveLength(66);
    expect([read[0], read.at(-1)]).toEqual([
      [0, mebibyte],
      [size - mebibyte, size],
    ]);
    expect(read.reduce((sum, [start, end]) => sum + end - start, 0)).toBe(2 * mebibyte + 64 * 4096);
    expect(read.every(([start], k) => k === 0 || start >= read[k - 1]![1])).toBe(true);
  });

  test('tells files apart by their length, ends and samples, and misses what lies between samples', async () => {
    const bytes = content(8 * mebibyte);
    const key = await keyOf(bytes);
    const changed = async (at: number, kind?: 'whole') => {
      const other = bytes.slice();
      other[at]! ^= 1;
      return keyOf(other, kind);
    };
    expect(await keyOf(bytes.subarray(1))).not.toBe(key);
    expect(await changed(0)).not.toBe(key);
    expect(await changed(bytes.length - 1)).not.toBe(key);
    expect(await changed(mebibyte)).not.toBe(key);
    expect(await changed(mebibyte + 5000)).toBe(key);
    expect(await changed(mebibyte + 5000, 'whole')).not.toBe(await keyOf(bytes, 'whole'));
  });

  test('is the same of a Blob, and ends with what reading fails with, or its signal says', async () => {
    const bytes = content(3 * mebibyte);
    expect(await contentKey(blobBytes(new Blob([bytes]), failureOf))).toBe(await keyOf(bytes));
    const broken: ByteSource = { ...bytesInMemory(bytes), read: () => Promise.reject(new Error('cut off')) };
    await expect(contentKey(broken)).rejects.toThrow('cut off');
    const reason = new Error('enough');
    await expect(contentKey(broken, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
