import { InvalidAggregationError } from '@slowfast/spec';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { aggregationModes } from './aggregation-settings.ts';
import { formatAggregation } from './format-aggregation.ts';
import { parseAggregation } from './parse-aggregation.ts';

interface ConfigErrorsGolden {
  readonly cases: readonly { readonly config: string; readonly stage: 'parse' | 'mode' | 'shape' }[];
}

const { cases } = await readGolden<ConfigErrorsGolden>('config-errors');

describe('parseAggregation', () => {
  test('reads two pathways', () => {
    expect(parseAggregation('slowfast-slow_10frms_spatial_1d_max_pool-fast_4x8')).toEqual({
      type: 'slowfast',
      slow: { frames: 10, mode: 'spatial_1d_max_pool' },
      fast: { rows: 4, columns: 8 },
    });
  });

  test.each(aggregationModes)('reads %s as one stream', (mode) => {
    expect(parseAggregation(mode)).toEqual({ type: 'one-pathway', mode });
  });

  test.each(['', 'none', 'None', 'NONE', 'false', 'False'])('reads "%s" as no reduction', (text) => {
    expect(parseAggregation(text)).toEqual({ type: 'one-pathway', mode: 'concat' });
  });

  test.each(cases.filter(({ stage }) => stage !== 'shape'))(
    'refuses "$config" like the original',
    ({ config }) => {
      expect(() => parseAggregation(config)).toThrow(InvalidAggregationError);
    },
  );

  test.each([
    'slowfast-slow_0frms_concat-fast_0x0',
    'slowfast-slow_10frms_concat-fast_0x5',
    'slowfast-slow_10frms_concat-fast_5x0',
    'slowfast-slow_-1frms_concat-fast_4x4',
    'slowfast-slow_+1frms_concat-fast_4x4',
    'slowfast-slow_ 1frms_concat-fast_4x4',
    'slowfast-slow_١frms_concat-fast_4x4',
    'slowfast-slow_1_0frms_concat-fast_4x4',
    'slowfast-slow_10frms_concat-fast_4x4\n',
    'slowfast-slow_99999999999999999999frms_concat-fast_4x4',
    'slowfast-slow_10frms_constructor-fast_4x4',
    ' concat',
    ' ',
    'Concat',
    'null',
  ])('refuses %j', (text) => {
    expect(() => parseAggregation(text)).toThrow(InvalidAggregationError);
  });

  test.each([
    'slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4',
    'slowfast-slow_0frms_concat-fast_4x4',
    'slowfast-slow_8frms_temporal_global_pool-fast_0x0',
    'slowfast-slow_1frms_spatial_temporal_pool-fast_30x20',
    ...aggregationModes,
  ])('%s survives reading and printing', (text) => {
    expect(formatAggregation(parseAggregation(text))).toBe(text);
    expect(parseAggregation(formatAggregation(parseAggregation(text)))).toEqual(parseAggregation(text));
  });
});
