import type { CachedVideoTokens, VideoTokenCache } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { seededValues } from './seeded-values.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link videoTokenCacheConformance} needs. */
export interface VideoTokenCacheConformanceOptions extends ConformanceOptions {
  /** A new and empty cache that holds at least a megabyte; called once per test. */
  readonly create: () => Promise<VideoTokenCache> | VideoTokenCache;
}

/** What every cache of video tokens must do, wherever it keeps them. */
export function videoTokenCacheConformance(name: string, options: VideoTokenCacheConformanceOptions): void {
  const test = suiteTest(options);
  const withCache = (testName: string, run: (cache: VideoTokenCache) => Promise<void>) => {
    test(testName, async () => run(await options.create()));
  };

  describe(`${name}: video token cache`, () => {
    withCache('knows nothing at first', async (cache) => {
      expect(await cache.get('some video')).toBeUndefined();
    });

    withCache('gives back what was kept', async (cache) => {
      const entry = cachedTokens(1);
      await cache.set('some video', entry);
      expectEntry(await cache.get('some video'), entry);
      expectEntry(await cache.get('some video'), entry);
      expect(await cache.get('another video')).toBeUndefined();
    });

    withCache('keeps every value bit by bit', async (cache) => {
      const { NaN: nan, POSITIVE_INFINITY: inf, MIN_VALUE: tiny } = Number;
      const values = Float32Array.of(nan, inf, -inf, -0, 1e-45, tiny, 3.4e38, 0.1);
      const entry = { ...cachedTokens(1), values, size: 4 };
      await cache.set('some video', entry);
      const found = await cache.get('some video');
      expect(bits(found!.values)).toEqual(bits(values));
    });

    withCache('keeps a part of a larger array', async (cache) => {
      const values = seededValues(100).subarray(20, 28);
      const entry = { ...cachedTokens(1), values, size: 4 };
      await cache.set('some video', entry);
      expect(bits((await cache.get('some video'))!.values)).toEqual(bits(values));
    });

    withCache('does not depend on what happens to the entry later', async (cache) => {
      const entry = cachedTokens(1);
      await cache.set('some video', entry);
      entry.values.fill(0);
      const first = await cache.get('some video');
      expectEntry(first, cachedTokens(1));
      first!.values.fill(0);
      expectEntry(await cache.get('some video'), cachedTokens(1));
    });

    withCache('replaces an entry', async (cache) => {
      await cache.set('some video', cachedTokens(1));
      await cache.set('some video', cachedTokens(2));
      expectEntry(await cache.get('some video'), cachedTokens(2));
    });

    withCache('takes any text for a key', async (cache) => {
      const keys = [
        '',
        ' ',
        '../up',
        '/root',
        'C:\\con',
        'a\nb\0c',
        'é',
        'e\u0301',
        '🙂',
        'x'.repeat(10_000),
      ];
      for (const [seed, key] of keys.entries()) await cache.set(key, cachedTokens(seed));
      for (const [seed, key] of keys.entries()) expectEntry(await cache.get(key), cachedTokens(seed));
    });

    withCache('keeps one whole entry of several at once', async (cache) => {
      const seeds = [1, 2, 3, 4, 5, 6];
      await Promise.all(seeds.map((seed) => cache.set('some video', cachedTokens(seed))));
      const found = await cache.get('some video');
      const whole = seeds.map(cachedTokens).find(({ values }) => values[0] === found?.values[0]);
      expectEntry(found, whole!);
    });
  });
}

function cachedTokens(seed: number): CachedVideoTokens & { readonly values: Float32Array } {
  return {
    values: seededValues(5 * 8, seed + 1),
    size: 8,
    reduction: {
      selectedFrames: [
        { index: 0, timestampSeconds: 0 },
        { index: 7 + seed, timestampSeconds: 0.7 },
      ],
      slowPositions: [0],
      durationSeconds: 1,
      aggregation: 'slowfast-slow_1frms_concat-fast_1x1',
      tokens: { slow: 3, fast: 2, total: 5 },
      notices: [{ code: 'frames-substituted', message: 'Frame 7 is damaged.', indices: [7] }],
    },
  };
}

function expectEntry(found: CachedVideoTokens | undefined, expected: CachedVideoTokens): void {
  expect(found).toBeDefined();
  expect(bits(found!.values)).toEqual(bits(expected.values));
  expect({ size: found!.size, reduction: found!.reduction }).toEqual({
    size: expected.size,
    reduction: expected.reduction,
  });
}

function bits(values: Float32Array): number[] {
  return [...new Uint32Array(values.slice().buffer)];
}
