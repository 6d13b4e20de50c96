import { AggregationMismatchError, BudgetTooSmallError, InvalidSettingError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import type { AggregationSettings } from './aggregation-settings.ts';
import { countTokens } from './count-tokens.ts';
import { fitAggregationToBudget } from './fit-aggregation-to-budget.ts';
import { formatAggregation } from './format-aggregation.ts';
import { parseAggregation } from './parse-aggregation.ts';

const usual = parseAggregation('slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4');
const grid = { frames: 50, rows: 24, columns: 24 };

describe('fitAggregationToBudget', () => {
  test('leaves alone what fits', () => {
    expect(fitAggregationToBudget(usual, grid, 3680)).toEqual({
      frames: 50,
      settings: usual,
      tokens: { slow: 2880, fast: 800, total: 3680 },
      besideTokens: 0,
    });
  });

  test('counts what stands beside the tokens: nothing is lowered that fits with it, and what is lowered fits', () => {
    const beside = (frames: number, settings: AggregationSettings) =>
      7 * (settings.type === 'slowfast' ? settings.slow.frames : frames) + (frames % 3);
    const fit = (budget: number) => fitAggregationToBudget(usual, grid, budget, 50, beside);
    expect(fit(3680 + 72).frames).toBe(50);
    expect(fit(3680 + 71).frames).toBeLessThan(50);
    for (let budget = 312; budget < 3752; budget += 97) {
      const { frames, settings, tokens, besideTokens } = fit(budget);
      expect(besideTokens).toBe(beside(frames, settings));
      expect(tokens.total + besideTokens).toBeLessThanOrEqual(budget);
      expect(tokens.total).toBeGreaterThan(
        fitAggregationToBudget(usual, grid, Math.max(304, budget - 400)).tokens.total - 1,
      );
    }
    const refused = expect.objectContaining({
      facts: { budget: 311, smallest: 312, timestamps: 8, aggregation: formatAggregation(usual) },
    });
    expect(fit(312).frames).toBe(1);
    expect(() => fit(311)).toThrow(refused);
  });

  test('lowers both pathways in proportion', () => {
    const { frames, settings, tokens } = fitAggregationToBudget(usual, grid, 1840);
    expect({ frames, settings: formatAggregation(settings), tokens }).toEqual({
      frames: 25,
      settings: 'slowfast-slow_5frms_spatial_1d_max_pool-fast_4x4',
      tokens: { slow: 1440, fast: 400, total: 1840 },
    });
  });

  test.each([
    usual,
    parseAggregation('slowfast-slow_60frms_spatial_2d_max_pool-fast_2x3'),
    parseAggregation('slowfast-slow_0frms_concat-fast_4x4'),
    parseAggregation('slowfast-slow_10frms_concat-fast_0x0'),
    parseAggregation('spatial_2d_avg_pool'),
  ])('fits every budget as well as can be, case %#', (settings) => {
    for (let budget = 600; budget < 4000; budget += 97) {
      const fitted = fitAggregationToBudget(settings, grid, budget);
      expect(fitted.tokens.total).toBeLessThanOrEqual(budget);
      expect(countTokens(fitted.settings, { ...grid, frames: fitted.frames })).toEqual(fitted.tokens);
      if (fitted.frames === grid.frames) continue;
      // A budget that holds one frame more is reached by one frame more.
      const larger = fitAggregationToBudget(settings, grid, budget + 97);
      expect(larger.frames).toBeGreaterThanOrEqual(fitted.frames);
      const next = { ...grid, frames: fitted.frames + 1 };
      const share = next.frames / grid.frames;
      const scaled =
        settings.type === 'slowfast' && settings.slow.frames > 0
          ? {
              ...settings,
              slow: {
                ...settings.slow,
                frames: Math.min(next.frames, Math.max(1, Math.round(settings.slow.frames * share))),
              },
            }
          : settings;
      expect(countTokens(scaled, next).total).toBeGreaterThan(budget);
    }
  });

  // Grid of 27x27, the paper's setting, meant for 50 frames: a slow frame takes 364 tokens, a fast one 16.
  test.each([
    ['all 8 frames, of which 2 are slow', 8, 1000, 8, 2, 856],
    ['all 10 frames, of which 2 are slow', 10, 1000, 10, 2, 888],
    ['one slow frame of 5', 5, 1000, 5, 1, 444],
    ['all of them slow where that fits', 8, 3040, 8, 8, 3040],
    ['a share of them where that does not fit', 8, 3039, 8, 2, 856],
    ['as few frames as fit', 10, 400, 2, 1, 396],
    ['the usual number', 50, 4440, 50, 10, 4440],
    ['never more slow frames than the settings have', 150, 6000, 147, 10, 5992],
  ])('keeps %s', (_, frames, budget, kept, slow, total) => {
    const fitted = fitAggregationToBudget(usual, { frames, rows: 27, columns: 27 }, budget, 50);
    expect([fitted.frames, formatAggregation(fitted.settings), fitted.tokens.total]).toEqual([
      kept,
      `slowfast-slow_${slow}frms_spatial_1d_max_pool-fast_4x4`,
      total,
    ]);
  });

  test('pays for no slow frame twice', () => {
    const { settings, tokens } = fitAggregationToBudget(usual, { ...grid, frames: 1 }, 3680);
    expect([formatAggregation(settings), tokens.total]).toEqual([
      'slowfast-slow_1frms_spatial_1d_max_pool-fast_4x4',
      304,
    ]);
  });

  test('keeps at least one slow frame', () => {
    const { frames, settings } = fitAggregationToBudget(usual, grid, 304);
    expect(frames).toBe(1);
    expect(formatAggregation(settings)).toBe('slowfast-slow_1frms_spatial_1d_max_pool-fast_4x4');
  });

  test('says what the smallest budget is', () => {
    expect(() => fitAggregationToBudget(usual, grid, 303)).toThrow(BudgetTooSmallError);
    expect(() => fitAggregationToBudget(usual, grid, 303)).toThrow(/at least 304/);
    const fixed = parseAggregation('spatial_temporal_pool');
    expect(() => fitAggregationToBudget(fixed, grid, 2303)).toThrow(BudgetTooSmallError);
    expect(fitAggregationToBudget(fixed, grid, 2304).frames).toBe(50);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses a budget of %d', (budget) => {
    expect(() => fitAggregationToBudget(usual, grid, budget)).toThrow(InvalidSettingError);
    expect(() => fitAggregationToBudget(usual, grid, 1000, budget)).toThrow(InvalidSettingError);
  });

  test('refuses a grid that is too small', () => {
    const small = { frames: 50, rows: 1, columns: 1 };
    expect(() => fitAggregationToBudget(usual, small, 9999)).toThrow(AggregationMismatchError);
  });
});
