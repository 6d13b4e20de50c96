import { AggregationMismatchError } from '@slowfast/spec';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { countTokens } from './count-tokens.ts';
import { parseAggregation } from './parse-aggregation.ts';

interface TokenCountsGolden {
  readonly cases: readonly {
    readonly frames: number;
    readonly grid: readonly [number, number];
    readonly config: string;
    readonly visualTokens: number;
  }[];
}

const { cases } = await readGolden<TokenCountsGolden>('token-counts');

describe('countTokens', () => {
  test.each(cases)(
    '$frames frames of $grid: $config',
    ({ frames, grid: [rows, columns], config, visualTokens }) => {
      expect(countTokens(parseAggregation(config), { frames, rows, columns }).total).toBe(visualTokens);
    },
  );

  test('tells the pathways apart', () => {
    const grid = { frames: 50, rows: 24, columns: 24 };
    const settings = parseAggregation('slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4');
    expect(countTokens(settings, grid)).toEqual({ slow: 2880, fast: 800, total: 3680 });
    expect(countTokens(parseAggregation('concat'), grid)).toEqual({ slow: 28800, fast: 0, total: 28800 });
  });

  test('counts rectangular grids', () => {
    const grid = { frames: 3, rows: 5, columns: 7 };
    expect(countTokens(parseAggregation('spatial_1d_max_pool'), grid).total).toBe(3 * 17);
    expect(countTokens(parseAggregation('spatial_2d_avg_pool'), grid).total).toBe(3 * 6);
    expect(countTokens(parseAggregation('temporal_global_pool'), grid).total).toBe(35);
    expect(countTokens(parseAggregation('spatial_temporal_pool'), grid).total).toBe(2304);
  });

  test.each([
    ['spatial_1d_max_pool', 1, 1],
    ['spatial_2d_max_pool', 1, 9],
    ['spatial_2d_max_pool', 9, 1],
    ['slowfast-slow_1frms_spatial_2d_avg_pool-fast_4x4', 1, 1],
  ])('refuses %s of %dx%d', (config, rows, columns) => {
    expect(() => countTokens(parseAggregation(config), { frames: 2, rows, columns })).toThrow(
      AggregationMismatchError,
    );
  });
});
