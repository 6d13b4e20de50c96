import { expect, test } from 'vitest';
import { defaultBlockBytes as blockBytes, createBlockCache } from './block-cache.ts';

const size = 40 * blockBytes + 100;
const byteAt = (at: number) => (at * 7 + (at >> 9)) % 251;
const content = new Uint8Array(size).map((_, at) => byteAt(at));
const bytesOf = (start: number, end: number) => content.slice(start, end);

/** A cache over bytes that are known, and the ranges that it asked for, in blocks. */
function watched(fail = (_start: number) => false) {
  const asked: [first: number, blocks: number][] = [];
  const read = createBlockCache(size, async (start, end) => {
    asked.push([start / blockBytes, Math.ceil((end - start) / blockBytes)]);
    if (fail(start)) throw new Error('cut off');
    return bytesOf(start, end);
  });
  return { read, asked };
}

test('reads any range, over the edges of blocks and up to the end', async () => {
  const { read } = watched();
  for (const [start, end] of [
    [0, 10],
    [blockBytes - 3, blockBytes + 5],
    [5, 2 * blockBytes + 1],
    [size - 5, size],
  ] as const) {
    expect(await read(start, end)).toEqual(bytesOf(start, end));
  }
  expect(await read(size - 5, size + 100)).toEqual(bytesOf(size - 5, size));
  expect(await read(size, size + 1)).toHaveLength(0);
  expect(await read(7, 7)).toHaveLength(0);
});

test('asks once for what it keeps, and in one go for what lies side by side', async () => {
  const { read, asked } = watched();
  await read(2 * blockBytes, 2 * blockBytes + 1);
  await Promise.all([read(0, 5 * blockBytes), read(blockBytes, 4 * blockBytes), read(3, 4)]);
  expect(asked).toEqual([
    [2, 1],
    [0, 2],
    [3, 2],
  ]);
});

test('keeps the 32 blocks that were used last', async () => {
  const { read, asked } = watched();
  for (let block = 0; block < 32; block++) await read(block * blockBytes, block * blockBytes + 1);
  await read(0, 1);
  await read(33 * blockBytes, 33 * blockBytes + 1);
  const before = asked.length;
  await read(0, 1);
  expect(asked).toHaveLength(before);
  await read(blockBytes, blockBytes + 1);
  expect(asked).toHaveLength(before + 1);
});

test('reads more than it keeps', async () => {
  const { read, asked } = watched();
  const all = await read(0, size);
  expect(all.every((byte, at) => byte === content[at])).toBe(true);
  expect(asked.map(([, blocks]) => blocks)).toEqual([16, 16, 9]);
});

test('asks again for what failed', async () => {
  let failures = 1;
  const { read } = watched(() => failures-- > 0);
  await expect(read(0, 10)).rejects.toThrow('cut off');
  expect(await read(0, 10)).toEqual(bytesOf(0, 10));
});
