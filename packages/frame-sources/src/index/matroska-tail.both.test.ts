import { expect, test } from 'vitest';
import { bytesInMemory, placeOf } from '../testing/bytes.ts';
import { clipBytes } from '../testing/clips.ts';
import { withMatroskaTail } from './matroska-tail.ts';

test('adds elements behind the file and lets the segment reach over them', async () => {
  const file = await clipBytes('vp9.webm');
  const bytes = await withMatroskaTail(bytesInMemory(file));
  const whole = await bytes.read(0, bytes.size);
  const field = placeOf(file, [0x18, 0x53, 0x80, 0x67]) + 4;
  const segmentBytes = new DataView(whole.buffer).getBigUint64(field) & 0xffffffffffffffn;
  expect(bytes.size).toBe(file.length + 4096);
  expect(Number(segmentBytes)).toBe(bytes.size - field - 8);
  expect(whole.slice(field + 8, file.length)).toEqual(file.slice(field + 8));
  expect([...whole.subarray(file.length, file.length + 4)]).toEqual([0x12, 0x54, 0xc3, 0x67]);
  for (const start of [0, 50, file.length - 5]) {
    expect(await bytes.read(start, start + 30)).toEqual(whole.slice(start, start + 30));
  }
});

test('leaves alone what has no segment', async () => {
  const bytes = bytesInMemory(new Uint8Array(100));
  expect(await withMatroskaTail(bytes)).toBe(bytes);
});
