import { describe, expect, test } from 'vitest';
import { createRandom, splits } from './random.ts';

const firstNumbers = (random: ReturnType<typeof createRandom>): string =>
  Array.from({ length: 4 }, () => random.next()).join(' ');

describe('createRandom', () => {
  test('equal beginnings give equal numbers', () => {
    expect(firstNumbers(createRandom('train', 3, 5))).toBe(firstNumbers(createRandom('train', 3, 5)));
  });

  test('splits, seeds and indices all give different numbers', () => {
    const seen = new Set<string>();
    for (const split of splits) {
      for (let seed = 0; seed < 20; seed += 1) {
        for (let index = 0; index < 50; index += 1) seen.add(firstNumbers(createRandom(split, seed, index)));
      }
    }
    expect(seen.size).toBe(3 * 20 * 50);
  });

  test('numbers are spread evenly, also the first ones of neighbouring samples', () => {
    const firsts = Array.from({ length: 4000 }, (_, index) => createRandom('train', 1, index).next());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
  });

  test('shuffling keeps the elements and leaves the list alone', () => {
    const list = [1, 2, 3, 4, 5];
    const shuffled = createRandom('test', 1, 1).shuffled(list);
    expect([...shuffled].sort()).toEqual(list);
    expect(list).toEqual([1, 2, 3, 4, 5]);
  });

  test('nothing can be picked from nothing', () => {
    expect(() => createRandom('test', 1, 1).pick([])).toThrow(RangeError);
  });
});
