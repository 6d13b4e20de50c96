import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { MediaBytes } from '../media-bytes.ts';
import { clipPath } from '../testing/clip-path.ts';
import { withMatroskaTail } from './matroska-tail.ts';

function inMemory(file: Uint8Array): MediaBytes {
  const read = async (start: number, end: number) => Uint8Array.from(file.subarray(start, end));
  return { place: 'a.webm', size: file.length, read, close: async () => undefined };
}

test('adds elements behind the file and lets the segment reach over them', async () => {
  const file = await readFile(clipPath('vp9.webm'));
  const bytes = await withMatroskaTail(inMemory(file));
  const whole = Buffer.from(await bytes.read(0, bytes.size));
  const field = file.indexOf('18538067', 'hex') + 4;
  expect(bytes.size).toBe(file.length + 4096);
  expect(whole.readUIntBE(field + 2, 6)).toBe(bytes.size - field - 8);
  expect(whole.subarray(field + 8, file.length).equals(file.subarray(field + 8))).toBe(true);
  expect(whole.subarray(file.length, file.length + 4).toString('hex')).toBe('1254c367');
  const parts = await Promise.all([0, 50, file.length - 5].map((start) => bytes.read(start, start + 30)));
  for (const [k, start] of [0, 50, file.length - 5].entries()) {
    expect(Buffer.from(parts[k]!).equals(whole.subarray(start, start + 30))).toBe(true);
  }
});

test('leaves alone what has no segment', async () => {
  const bytes = inMemory(new Uint8Array(100));
  expect(await withMatroskaTail(bytes)).toBe(bytes);
});
