import { AggregationMismatchError, type TokenAggregator } from '@slowfast/spec';
import { tokenAggregator } from '@slowfast/token-aggregators';
import { describe, expect, test } from 'vitest';
import { planReductions } from '../report/plan-settings.ts';
import { defaultBudgets } from './default-budgets.ts';
import { fastGrid } from './fast-grid.ts';
import { aggregatorsById, type GivenReduction, reductionInNotation } from './given-reductions.ts';
import type { ReductionFacts } from './reduction-facts.ts';
import { tokenAllocations } from './token-allocations.ts';

const embedded: ReductionFacts = {
  frames: 16,
  aggregation: 'slowfast-slow_4frms_spatial_1d_max_pool-fast_2x2',
  grid: { rows: 8, columns: 8 },
};
const paper: ReductionFacts = {
  frames: 50,
  aggregation: 'slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4',
  grid: { rows: 24, columns: 24 },
};

const choices = (facts: ReductionFacts, budget: number) =>
  tokenAllocations.map((allocation) => {
    const found = allocation.choose(budget, facts);
    if ('least' in found) return `${allocation.name}: nothing, least ${found.least.tokens}`;
    return `${allocation.name}: ${found.frames} frames, ${found.aggregation}, ${found.tokens}`;
  });

describe('8x8 tokens, 16 frames, 4 slow in pairs, fast 2x2', () => {
  test('budgets are two thirds, all and five thirds of its 192 tokens', () => {
    expect(defaultBudgets(embedded)).toEqual([128, 192, 320]);
  });

  test.each([
    [128, 2, 4, '2x4', 2],
    [192, 4, 6, '3x4', 3],
    [320, 8, 10, '4x5', 5],
  ])('all four meet %i tokens exactly', (budget, slowFrames, slowOnly, grid, whole) => {
    expect(choices(embedded, budget)).toEqual([
      `slowfast: 16 frames, slowfast-slow_${slowFrames}frms_spatial_1d_max_pool-fast_2x2, ${budget}`,
      `slow: ${slowOnly} frames, slowfast-slow_${slowOnly}frms_spatial_1d_max_pool-fast_0x0, ${budget}`,
      `fast: 16 frames, slowfast-slow_0frms_spatial_1d_max_pool-fast_${grid}, ${budget}`,
      `concat: ${whole} frames, concat, ${budget}`,
    ]);
  });

  test('what does not fit says what the least would take', () => {
    expect(choices(embedded, 15)).toEqual([
      'slowfast: nothing, least 96',
      'slow: nothing, least 32',
      'fast: nothing, least 16',
      'concat: nothing, least 64',
    ]);
  });

  test('slow frames end where every frame is one', () => {
    expect(choices(embedded, 5000)[0]).toBe(
      'slowfast: 16 frames, slowfast-slow_16frms_spatial_1d_max_pool-fast_2x2, 576',
    );
  });
});

test('slow frames that are whole and no fast ones are concatenation', () => {
  const whole = { ...embedded, aggregation: 'slowfast-slow_3frms_concat-fast_2x2' };
  const [, slow, , concat] = tokenAllocations.map((allocation) => allocation.choose(256, whole));
  expect(slow).toEqual({ frames: 4, aggregation: 'concat', tokens: 256 });
  expect(concat).toEqual(slow);
});

describe("24x24 tokens and the paper's setting", () => {
  test('budgets around 3680 tokens', () => expect(defaultBudgets(paper)).toEqual([2453, 3680, 6133]));

  test.each([
    [2453, 5, 2240, 8, 2304, '7x7', 2450, 4, 2304],
    [3680, 10, 3680, 12, 3456, '8x9', 3600, 6, 3456],
    [6133, 18, 5984, 21, 6048, '11x11', 6050, 10, 5760],
  ])(
    '%i tokens, or the nearest below',
    (budget, slow, both, slowOnly, slowTokens, grid, fast, whole, all) => {
      expect(choices(paper, budget)).toEqual([
        `slowfast: 50 frames, slowfast-slow_${slow}frms_spatial_1d_max_pool-fast_4x4, ${both}`,
        `slow: ${slowOnly} frames, slowfast-slow_${slowOnly}frms_spatial_1d_max_pool-fast_0x0, ${slowTokens}`,
        `fast: 50 frames, slowfast-slow_0frms_spatial_1d_max_pool-fast_${grid}, ${fast}`,
        `concat: ${whole} frames, concat, ${all}`,
      ]);
    },
  );
});

test.each([
  [1, { rows: 1, columns: 1 }],
  [7, { rows: 2, columns: 3 }],
  [64, { rows: 8, columns: 8 }],
  [999, { rows: 8, columns: 8 }],
  [0, undefined],
])('a grid for %i tokens of a square tower', (tokens, grid) => {
  expect(fastGrid(tokens, { rows: 8, columns: 8 })).toEqual(grid);
});

test('a wide tower gets a wide grid', () => {
  expect(fastGrid(8, { rows: 6, columns: 12 })).toEqual({ rows: 2, columns: 4 });
  expect(fastGrid(8, { rows: 12, columns: 6 })).toEqual({ rows: 4, columns: 2 });
});

test.each(['concat', 'slowfast-slow_4frms_concat-fast_0x0', 'slowfast-slow_0frms_concat-fast_2x2'])(
  '%s has no two pathways to start from',
  (aggregation) => {
    expect(() => tokenAllocations[0]!.choose(192, { ...embedded, aggregation })).toThrow(
      expect.objectContaining({ code: 'invalid-setting' }),
    );
  },
);

test('where more frames take no more tokens there are no more frames', () => {
  const bins = { ...paper, aggregation: 'slowfast-slow_10frms_spatial_temporal_pool-fast_4x4' };
  expect(tokenAllocations[1]!.choose(3000, bins)).toMatchObject({ frames: 1, tokens: 2304 });
  expect(tokenAllocations[1]!.choose(100, bins)).toEqual({
    least: expect.objectContaining({ tokens: 2304 }),
  });
});

describe('given reductions', () => {
  const plan = (...given: readonly GivenReduction[]) =>
    planReductions(given, embedded, async () => undefined);
  /** Real, under another name. */
  const renamed = (id: string): TokenAggregator => ({
    ...tokenAggregator({ type: 'one-pathway', mode: 'spatial_2d_avg_pool' }),
    id,
  });

  test('take the frames of the model or their own, and as many tokens as they take; equal ones count once', async () => {
    const texts = ['concat', 'none', 'slowfast-slow_20frms_concat-fast_2x2', 'temporal_global_pool'];
    const planned = await plan(
      ...texts.map(reductionInNotation),
      { aggregation: 'concat', frames: 1 },
      { aggregation: 'pooled', aggregator: renamed('pooled'), version: 'v' },
    );
    expect(planned.map(({ title, choice }) => [title, choice?.frames, choice?.tokens])).toEqual([
      ['concat (16 frames)', 16, 1024],
      // No frame is slow twice.
      ['slowfast-slow_20frms_concat-fast_2x2', 16, 1024 + 64],
      ['temporal_global_pool', 16, 64],
      ['concat (1 frame)', 1, 64],
      ['pooled', 16, 256],
    ]);
    expect(planned.at(-1)!.choice).toEqual({ aggregation: 'pooled', frames: 16, tokens: 256, version: 'v' });
  });

  test('that can not be had say why', async () => {
    const aggregator: TokenAggregator = {
      ...renamed('wide'),
      countTokens: () => {
        throw new AggregationMismatchError({ aggregation: 'wide', found: '8x8', expected: '9x9 or more' });
      },
    };
    expect(await plan({ aggregation: 'wide', aggregator })).toEqual([
      { aggregation: 'wide', title: 'wide', reason: 'found 8x8, expected 9x9 or more' },
    ]);
    const tooMany = planReductions([{ aggregation: 'concat' }], embedded, async ({ tokens }) => `${tokens}!`);
    expect(await tooMany).toEqual([{ aggregation: 'concat', title: 'concat', reason: '1024!' }]);
  });

  test.each([Number.NaN, 0, 2.5])('an aggregator that counts %d tokens is refused', async (total) => {
    const aggregator = { ...renamed('odd'), countTokens: () => ({ slow: total, fast: 0, total }) };
    await expect(plan({ aggregation: 'odd', aggregator })).rejects.toMatchObject({
      code: 'invalid-setting',
      message: expect.stringContaining(
        `odd, whose countTokens gives a total of ${total} for 16 frames of 8x8`,
      ),
    });
  });

  test('so is one that counts nothing at all', async () => {
    const aggregator = { ...renamed('odd'), countTokens: () => undefined } as unknown as TokenAggregator;
    await expect(plan({ aggregation: 'odd', aggregator })).rejects.toThrow(
      'gives a total of undefined for 16 frames',
    );
  });

  test('aggregators are found by their ids, which are theirs alone', () => {
    const [one, two] = [renamed('one'), renamed('two')];
    const given = [one, two, one].map((aggregator) => ({ aggregation: aggregator.id, aggregator }));
    const byId = aggregatorsById([...given, { aggregation: 'concat' }]);
    expect(
      ['two', 'one', 'concat', undefined].map((aggregation) => byId({ ...(aggregation && { aggregation }) })),
    ).toEqual([two, one, undefined, undefined]);
    const refused = (...ids: readonly string[]) =>
      expect(() => aggregatorsById(ids.map((id) => ({ aggregation: id, aggregator: renamed(id) })))).toThrow(
        expect.objectContaining({ code: 'invalid-setting' }),
      );
    refused('one', 'one');
    refused('slowfast-slow_1frms_concat-fast_1x1');
  });

  test('a text that is no notation is refused', () => {
    expect(() => reductionInNotation('best')).toThrow(
      expect.objectContaining({ code: 'invalid-aggregation' }),
    );
  });
});
