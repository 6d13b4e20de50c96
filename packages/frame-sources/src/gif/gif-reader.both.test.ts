import { expect, test } from 'vitest';
import { createFrameSource } from '../create-frame-source.ts';
import { collect } from '../testing/clips.ts';
import { openGif } from './gif-reader.ts';

/** Colour indices as codes that are all cleared one by one, so that no table is needed to write them. */
function uncompressed(colors: readonly number[]): number[] {
  const bits = [...colors.flatMap((color) => [4, color]), 5].flatMap((code) => [
    code & 1,
    (code >> 1) & 1,
    code >> 2,
  ]);
  const bytes: number[] = [];
  for (let k = 0; k < bits.length; k += 8) {
    bytes.push(bits.slice(k, k + 8).reduce((byte, bit, place) => byte | (bit << place), 0));
  }
  return [2, bytes.length, ...bytes, 0];
}

interface Part {
  readonly rectangle: readonly [x: number, y: number, width: number, height: number];
  readonly colors: readonly number[];
  readonly disposal: number;
  readonly delay: number;
  readonly transparent?: number;
  readonly isInterlaced?: boolean;
}

/** A GIF of 2 x 6 pixels whose colours 0 to 3 are grey 0, 50, 100 and 150. */
function gif(...parts: Part[]): Uint8Array {
  const palette = [0, 50, 100, 150].flatMap((gray) => [gray, gray, gray]);
  const head = [...new TextEncoder().encode('GIF89a'), 2, 0, 6, 0, 0x81, 0, 0, ...palette];
  const images = parts.flatMap(({ rectangle, colors, disposal, delay, transparent, isInterlaced }) => [
    ...[0x21, 0xf9, 4, (disposal << 2) | (transparent === undefined ? 0 : 1), delay, 0, transparent ?? 0, 0],
    ...[0x2c, ...rectangle.flatMap((value) => [value, 0]), isInterlaced ? 0x40 : 0, ...uncompressed(colors)],
  ]);
  return Uint8Array.from([...head, ...images, 0x3b]);
}

async function open(bytes: Uint8Array) {
  const read = async () => bytes;
  return createFrameSource(
    await openGif({ place: 'a.gif', size: bytes.length, read, close: async () => undefined }),
  );
}

const full = [0, 0, 2, 6] as const;
const rows = (...colors: number[]) => colors.flatMap((color) => [color, color]);
const grays = (data: Uint8Array) => Array.from({ length: 6 }, (_, row) => data[row * 6]);

test('draws frames over each other, and disposes of them as they say', async () => {
  await using video = await open(
    gif(
      { rectangle: full, colors: rows(0, 1, 2, 3, 0, 1), disposal: 1, delay: 5 },
      { rectangle: [0, 1, 2, 2], colors: rows(3, 1), transparent: 1, disposal: 3, delay: 0 },
      { rectangle: [0, 4, 2, 1], colors: rows(2), disposal: 2, delay: 7 },
      { rectangle: [0, 0, 2, 1], colors: rows(3), disposal: 0, delay: 1 },
    ),
  );
  const frames = await collect(video, { indices: [0, 1, 2, 3] });
  expect(frames.map((frame) => grays(frame.data))).toEqual([
    [0, 50, 100, 150, 0, 50],
    [0, 150, 100, 150, 0, 50],
    [0, 50, 100, 150, 100, 50],
    [150, 50, 100, 150, 255, 50],
  ]);
  expect([...video.info.frameTimestampsSeconds]).toEqual([0, 0.05, 0.15, 0.22]);
  expect(video.info.durationSeconds).toBeCloseTo(0.32, 9);
});

test('puts interlaced rows in their places', async () => {
  const colors = rows(0, 1, 2, 3, 1, 2);
  await using video = await open(gif({ rectangle: full, colors, disposal: 0, delay: 4, isInterlaced: true }));
  const [frame] = await collect(video, { indices: [0] });
  expect(grays(frame!.data)).toEqual([0, 150, 100, 50, 50, 100]);
});

const whole = { rectangle: full, colors: rows(0, 1, 2, 3, 0, 1), disposal: 1, delay: 5 } as const;

test('cuts what sticks out at the edge of the screen', async () => {
  await using video = await open(
    gif(
      whole,
      { ...whole, rectangle: [1, 4, 2, 6], colors: [3, 0, 2, 0, 1, 1, 1, 1, 1, 1, 1, 1], disposal: 2 },
      { ...whole, rectangle: [5, 9, 2, 6] },
      { ...whole, rectangle: [0, 5, 2, 6] },
    ),
  );
  const frames = await collect(video, { indices: [0, 1, 2, 3] });
  expect(frames.map((frame) => frame.status)).toEqual(['exact', 'exact', 'exact', 'exact']);
  expect(frames.map((frame) => grays(frame.data))).toEqual([
    [0, 50, 100, 150, 0, 50],
    [0, 50, 100, 150, 0, 50],
    [0, 50, 100, 150, 0, 50],
    [0, 50, 100, 150, 0, 0],
  ]);
  const right = frames.map((frame) => [frame.data[4 * 6 + 3], frame.data[5 * 6 + 3]]);
  expect(right).toEqual([
    [0, 50],
    [150, 100],
    [255, 255],
    [255, 0],
  ]);
});

test('draws a picture whose data ends early as far as it goes', async () => {
  await using video = await open(gif(whole, { ...whole, colors: rows(3, 3, 3) }, { ...whole, colors: [2] }));
  const frames = await collect(video, { indices: [1, 2] });
  expect(frames.map((frame) => grays(frame.data))).toEqual([
    [150, 150, 150, 150, 0, 50],
    [100, 150, 150, 150, 0, 50],
  ]);
});

test('makes a screen without a size as large as the first picture needs it', async () => {
  const bytes = gif(whole, { ...whole, rectangle: [1, 1, 2, 6] });
  bytes.fill(0, 6, 10);
  await using video = await open(bytes);
  expect([video.info.width, video.info.height]).toEqual([2, 6]);
  expect((await collect(video, { indices: [1] }))[0]!.status).toBe('exact');
});

test('stands in for a frame without data', async () => {
  await using video = await open(gif(whole, { ...whole, colors: [] }, whole, whole));
  const frames = await collect(video, { indices: [0, 1, 3] });
  expect(frames.map((frame) => frame.decodedIndex)).toEqual([0, 0, 3]);
});
