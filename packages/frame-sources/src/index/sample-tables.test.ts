import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clipPath } from '../testing/clip-path.ts';
import { hasPlausibleTables } from './sample-tables.ts';

async function isPlausible(change: (file: Buffer) => void): Promise<boolean> {
  const file = await readFile(clipPath('h264-b-frames.mp4'));
  change(file);
  const read = async (start: number, end: number) => Uint8Array.from(file.subarray(start, end));
  return hasPlausibleTables({ place: 'a.mp4', size: file.length, read, close: async () => undefined });
}

test('a whole file is plausible', async () => {
  expect(await isPlausible(() => undefined)).toBe(true);
});

test.each(['stts', 'ctts'])('a %s that counts billions of samples is not', async (type) => {
  expect(await isPlausible((file) => file.writeUInt8(0x7f, file.indexOf(type) + 12))).toBe(false);
});

test('a chunk of more samples than there are is not', async () => {
  expect(await isPlausible((file) => file.writeUInt8(0x01, file.indexOf('stsc') + 17))).toBe(false);
});

test.each(['stts', 'stsc'])('a %s of more rows than it holds is not', async (type) => {
  expect(await isPlausible((file) => file.writeUInt8(0x01, file.indexOf(type) + 8))).toBe(false);
});

test('what is no MP4 file has no tables to complain of', async () => {
  expect(await isPlausible((file) => file.fill(0))).toBe(true);
});
