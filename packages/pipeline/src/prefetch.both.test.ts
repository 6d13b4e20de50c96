import { expect, test } from 'vitest';
import { prefetch } from './prefetch.ts';

test('yields everything in order, one item ahead', async () => {
  const made: number[] = [];
  async function* numbers() {
    for (let i = 0; i < 4; i += 1) {
      made.push(i);
      yield i;
    }
  }
  const seen: [number, number][] = [];
  for await (const item of prefetch(numbers())) {
    await Promise.resolve();
    seen.push([item, made.length]);
  }
  expect(seen.map(([item]) => item)).toEqual([0, 1, 2, 3]);
  expect(Math.max(...seen.map(([item, ahead]) => ahead - item))).toBeLessThanOrEqual(2);
});

test('leaving early returns the producer', async () => {
  let returned = false;
  async function* endless() {
    try {
      for (let i = 0; ; i += 1) yield i;
    } finally {
      returned = true;
    }
  }
  for await (const item of prefetch(endless())) if (item === 3) break;
  expect(returned).toBe(true);
});

test('a failure of the producer reaches the consumer after the items before it', async () => {
  async function* failing() {
    yield 1;
    throw new Error('broken');
  }
  const seen: number[] = [];
  await expect(async () => {
    for await (const item of prefetch(failing())) seen.push(item);
  }).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});
