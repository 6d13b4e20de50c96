import { expect, test } from 'vitest';
import { bytesInMemory, placeOf } from '../testing/bytes.ts';
import { clipBytes } from '../testing/clips.ts';
import { hasPlausibleTables } from './sample-tables.ts';

/** Whether a clip is plausible once a byte behind the name of a box is another. */
async function isPlausible(type?: string, offset = 0, byte = 0): Promise<boolean> {
  const file = await clipBytes('h264-b-frames.mp4');
  if (type) file[placeOf(file, type) + offset] = byte;
  return hasPlausibleTables(bytesInMemory(file));
}

test('a whole file is plausible', async () => {
  expect(await isPlausible()).toBe(true);
});

test.each(['stts', 'ctts'])('a %s that counts billions of samples is not', async (type) => {
  expect(await isPlausible(type, 12, 0x7f)).toBe(false);
});

test('a chunk of more samples than there are is not', async () => {
  expect(await isPlausible('stsc', 17, 1)).toBe(false);
});

test.each(['stts', 'stsc'])('a %s of more rows than it holds is not', async (type) => {
  expect(await isPlausible(type, 8, 1)).toBe(false);
});

test('what is no MP4 file has no tables to complain of', async () => {
  expect(await hasPlausibleTables(bytesInMemory(new Uint8Array(1000)))).toBe(true);
});
