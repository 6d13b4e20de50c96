import { expect, it } from 'vitest';
import { encodeFrames } from './encode-frames.ts';
import type { Picture } from './normalize-pixels.ts';

const picture = (value: number): Picture => ({ data: Uint8Array.of(value, 0, 0), width: 1, height: 1 });

/** A model whose two tokens of a frame are its first byte and ten times that. */
function countingModel() {
  const runs: number[][] = [];
  const run = async (distinct: readonly Picture[]) => {
    const bytes = distinct.map((one) => one.data[0]!);
    runs.push(bytes);
    return Float32Array.from(bytes.flatMap((byte) => [byte, byte * 10]));
  };
  return { runs, run };
}

it('fills every run with distinct frames and puts their tokens where they belong', async () => {
  const { runs, run } = countingModel();
  const frames = [1, 1, 2, 3, 3, 3, 1, 4].map(picture);
  const { values } = await encodeFrames(frames, 2, 2, run, undefined);
  expect(runs).toEqual([[1, 2], [3, 1], [4]]);
  expect([...values]).toEqual([1, 10, 1, 10, 2, 20, 3, 30, 3, 30, 3, 30, 1, 10, 4, 40]);
});

it('goes on from the frame before, through calls that bring nothing new', async () => {
  const { runs, run } = countingModel();
  const first = await encodeFrames([picture(7)], 2, 1, run, undefined);
  const second = await encodeFrames([picture(7), picture(7)], 2, 1, run, first.last);
  const none = await encodeFrames([], 2, 1, run, second.last);
  const third = await encodeFrames([picture(7), picture(8)], 2, 1, run, none.last);
  expect(runs).toEqual([[7], [8]]);
  expect([...second.values, ...third.values]).toEqual([7, 70, 7, 70, 7, 70, 8, 80]);
});

it('takes pictures of other sizes for others', async () => {
  const { runs, run } = countingModel();
  const tall = { data: new Uint8Array(6), width: 1, height: 2 };
  const wide = { data: new Uint8Array(6), width: 2, height: 1 };
  await encodeFrames([tall, wide], 2, 4, run, undefined);
  expect(runs).toEqual([[0, 0]]);
});
