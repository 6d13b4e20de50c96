import type { OverflowStorage } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { seededValues } from './seeded-values.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link overflowStorageConformance} needs. */
export interface OverflowStorageConformanceOptions extends ConformanceOptions {
  /** A storage that holds at least a megabyte; called once per test. */
  readonly create: () => Promise<OverflowStorage> | OverflowStorage;
}

/** What every storage of numbers outside of the memory must do. */
export function overflowStorageConformance(name: string, options: OverflowStorageConformanceOptions): void {
  const test = suiteTest(options);

  describe(`${name}: overflow storage`, () => {
    test('gives back what was kept, bit by bit, in any order and more than once', async () => {
      await using overflow = (await options.create()).open();
      const some = seededValues(1000);
      const special = Float32Array.of(Number.NaN, Infinity, -0, 1e-45, 0.1);
      const [first, second] = await Promise.all([overflow.write(some), overflow.write(special)]);
      for (const _ of [1, 2]) {
        expect(bits(await overflow.read(second!))).toEqual(bits(special));
        expect(bits(await overflow.read(first!))).toEqual(bits(some));
      }
    });

    test('keeps a copy, and only what belongs to the array', async () => {
      await using overflow = (await options.create()).open();
      const all = Float32Array.of(1, 2, 3, 4);
      const id = await overflow.write(all.subarray(1, 3));
      all.fill(0);
      const read = await overflow.read(id);
      expect([...read]).toEqual([2, 3]);
      read.fill(0);
      expect([...(await overflow.read(id))]).toEqual([2, 3]);
    });

    test('has room again for what is written behind what was freed', async () => {
      await using overflow = (await options.create()).open();
      const kept = await overflow.write(seededValues(50));
      for (let round = 0; round < 20; round += 1) {
        const values = seededValues(50, round);
        const id = await overflow.write(values);
        expect(await overflow.read(id)).toEqual(values);
        overflow.free(id);
        await expect(overflow.read(id)).rejects.toThrow();
      }
      expect(await overflow.read(kept)).toEqual(seededValues(50));
    });

    test('places are apart, and may be disposed twice, also unused', async () => {
      const storage = await options.create();
      const one = storage.open();
      await using other = storage.open();
      const [inOne, inOther] = [await one.write(Float32Array.of(1)), await other.write(Float32Array.of(2))];
      await one.dispose();
      await one.dispose();
      await expect(one.read(inOne)).rejects.toThrow();
      expect([...(await other.read(inOther))]).toEqual([2]);
      await storage.open().dispose();
    });
  });
}

function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer);
}
