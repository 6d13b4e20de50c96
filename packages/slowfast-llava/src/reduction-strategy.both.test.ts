import {
  InvalidSettingError,
  type ReductionSettings,
  type ReductionStages,
  type VideoRoom,
} from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { paperDefaults } from './model-defaults.ts';
import { askedOf, configuredReduction } from './reduction-strategy.ts';

const { aggregation, frames: usualFrames } = paperDefaults;
const grid = { rows: 27, columns: 27 };
const ample: VideoRoom = { mostTokens: 30_000, budgetTokens: 28_125 };

/** As an assistant of a model with the paper's defaults reduces a video: frames, slow ones, tokens. */
function reduce(
  settings: ReductionSettings,
  { frameCount = 250, frameRate = 25, room = ample, cells = grid, tokensOfTime = 0 } = {},
) {
  const strategy = configuredReduction({
    ...{ frames: usualFrames, aggregation, usualFrames, capped: settings.frames !== undefined },
    ...settings,
    asked: askedOf(settings),
  });
  const { info } = fakeFrameSource({ frameCount, frameRate });
  const timeTokens = ({ sampler, aggregator }: ReductionStages) => {
    const { indices } = sampler.select(info) as { indices: readonly number[] };
    return aggregator.slowPositions(indices.length).length * tokensOfTime;
  };
  const {
    sampler,
    aggregator,
    notices = [],
  } = strategy.timestamps
    ? strategy.choose(info, cells, room, timeTokens)
    : strategy.choose(info, cells, room);
  const { indices } = sampler.select(info) as { indices: readonly number[] };
  const slow = aggregator.slowPositions(indices.length);
  const { total } = aggregator.countTokens({ ...cells, frames: indices.length });
  return { indices, slow, result: [indices.length, slow.length, total], notices };
}

describe('without a budget', () => {
  test.each([
    [1, [1, 1, 380]],
    [2, [2, 2, 760]],
    [8, [8, 8, 3040]],
    [10, [10, 10, 3800]],
    [49, [49, 10, 4424]],
    [250, [50, 10, 4440]],
  ])('of %d frames none is taken or paid for twice', (frameCount, result) => {
    const reduced = reduce({}, { frameCount });
    expect(reduced.result).toEqual(result);
    expect(new Set(reduced.indices).size).toBe(reduced.indices.length);
    expect(new Set(reduced.slow).size).toBe(reduced.slow.length);
    expect(reduced.notices).toEqual([]);
  });

  test('as many frames as are asked for are slow', () => {
    expect(reduce({ frames: 8 }).result).toEqual([8, 8, 3040]);
    expect(reduce({ framesPerSecond: 1 }).result).toEqual([10, 10, 3800]);
  });

  test('the original repeats frames, in both pathways', () => {
    const { result, indices, slow } = reduce(
      { sampling: 'original' },
      { frameCount: 8, cells: { rows: 24, columns: 24 } },
    );
    expect(result).toEqual([8, 10, 3008]);
    expect(indices).toEqual([0, 1, 2, 3, 4, 4, 5, 6]);
    expect(slow).toEqual([0, 0, 1, 2, 3, 4, 4, 5, 6, 7]);
    expect(reduce({ sampling: 'original' }).indices).toEqual(reduce({}).indices);
  });
});

describe('with a budget', () => {
  test.each<[string, ReductionSettings, readonly number[]]>([
    ['8 frames', { frames: 8, budgetTokens: 1000 }, [8, 2, 856]],
    ['a frame a second', { framesPerSecond: 1, budgetTokens: 1000 }, [10, 2, 888]],
    ['all that fits', { frames: 8, budgetTokens: 3040 }, [8, 8, 3040]],
    ['the usual frames', { budgetTokens: 2220 }, [25, 5, 2220]],
  ])('%s: the most frames, and the usual share of them slow', (_, settings, result) => {
    expect(reduce(settings).result).toEqual(result);
  });

  test('frames at a rate stay where they are while all fit', () => {
    const atRate = reduce({ framesPerSecond: 1 }).indices;
    expect(reduce({ framesPerSecond: 1, budgetTokens: 1000 }).indices).toEqual(atRate);
  });

  test('what was lowered is told', () => {
    expect(reduce({ frames: 8, budgetTokens: 1000 }).notices).toEqual([
      {
        code: 'budget-applied',
        message: 'For a budget of 1000 video tokens: all 8 frames (2 slow instead of 8), 856 tokens.',
        ...{ frames: 8, slowFrames: 2, tokens: 856 },
      },
    ]);
  });

  test('one frame is told as one', () => {
    expect(reduce({ frames: 8, budgetTokens: 380 }).notices[0]!.message).toBe(
      'For a budget of 380 video tokens: 1 frame instead of 8 (1 slow instead of 8), 380 tokens.',
    );
  });

  test.each([0, -1, 2.5, Number.NaN])('a budget of %d is refused', (budgetTokens) => {
    expect(() => reduce({ budgetTokens })).toThrow(InvalidSettingError);
  });
});

describe('in a context that is too small', () => {
  const room: VideoRoom = { mostTokens: 3834, budgetTokens: 3595 };

  test('defaults are fitted to it, and that is told', () => {
    const { result, notices } = reduce({}, { room });
    expect(result).toEqual([42, 8, 3584]);
    expect(notices).toMatchObject([{ code: 'fitted-to-context', frames: 42, slowFrames: 8, tokens: 3584 }]);
    expect(notices[0]!.message).toMatch(/3834 video tokens.*42 frames instead of 50/);
  });

  test('so are parts of a video', () => {
    expect(reduce({ startSeconds: 1, endSeconds: 9 }, { room }).result).toEqual([42, 8, 3584]);
  });

  test('defaults that fit stay, though they leave little room', () => {
    expect(reduce({}, { room: { mostTokens: 4440, budgetTokens: 4163 } }).result).toEqual([50, 10, 4440]);
  });

  test.each<[ReductionSettings, readonly number[]]>([
    [{ frames: 60 }, [60, 10, 4600]],
    [{ framesPerSecond: 10 }, [100, 10, 5240]],
    [{ aggregation }, [50, 10, 4440]],
    [{ budgetTokens: 5000 }, [50, 10, 4440]],
  ])('%o is left as it was asked for', (settings, result) => {
    expect(reduce(settings, { room })).toMatchObject({ result, notices: [] });
  });

  test('where not even one frame fits nothing is fitted', () => {
    const { result, notices } = reduce({}, { room: { mostTokens: 300, budgetTokens: 282 } });
    expect(result).toEqual([50, 10, 4440]);
    expect(notices).toEqual([]);
  });
});

describe('with timestamps', () => {
  const timestamps = true;
  const tokensOfTime = 7;

  test('all frames stay where they fit with their times', () => {
    expect(reduce({ timestamps }, { tokensOfTime }).result).toEqual([50, 10, 4440]);
    const exact = reduce({ timestamps, budgetTokens: 4440 + 70 }, { tokensOfTime });
    expect([exact.result, exact.notices]).toEqual([[50, 10, 4440], []]);
  });

  test('a budget counts them', () => {
    expect(reduce({ budgetTokens: 2220 }).result).toEqual([25, 5, 2220]);
    const { result, notices } = reduce({ timestamps, budgetTokens: 2220 }, { tokensOfTime });
    // With 23 frames five would be slow: 5 x 364 + 23 x 16 tokens, and 35 of times.
    expect(result).toEqual([22, 4, 1808]);
    expect(notices[0]!.message).toMatch(/, 1808 tokens and 28 of timestamps\.$/);
  });

  test('a budget that holds no frame with its time is refused with one that does', () => {
    expect(reduce({ timestamps, budgetTokens: 387 }, { tokensOfTime }).result).toEqual([1, 1, 380]);
    expect(() => reduce({ timestamps, budgetTokens: 386 }, { tokensOfTime })).toThrow(
      /needs at least 387, 7 of them for timestamps/,
    );
  });

  test('defaults are fitted to a context with them', () => {
    const room: VideoRoom = { mostTokens: 4440, budgetTokens: 4163 };
    expect(reduce({}, { room }).result).toEqual([50, 10, 4440]);
    const { result, notices } = reduce({ timestamps }, { room, tokensOfTime });
    expect(result[2]! + result[1]! * tokensOfTime).toBeLessThanOrEqual(4163);
    expect(notices).toMatchObject([{ code: 'fitted-to-context', tokens: result[2] }]);
  });

  test.each(['yes', 1])('%o is refused', (value) => {
    expect(() => reduce({ timestamps: value as never })).toThrow(/timestamps can't be/);
  });

  test('the id is the same with them, as the tokens are, unless a budget counts them', () => {
    const id = (settings: ReductionSettings) =>
      configuredReduction({ frames: 50, aggregation, ...settings }).id;
    expect(id({ timestamps })).toBe(id({}));
    expect(id({ timestamps, budgetTokens: 9 })).not.toBe(id({ budgetTokens: 9 }));
    expect(id({ timestamps: false, budgetTokens: 9 })).toBe(id({ budgetTokens: 9 }));
  });
});

test('a sampling that is none is refused', () => {
  expect(() => reduce({ sampling: 'each' as 'original' })).toThrow(/sampling can't be "each"/);
});

test('the id tells settings apart', () => {
  const id = (settings: ReductionSettings) =>
    configuredReduction({ frames: 50, aggregation, ...settings }).id;
  const ids = [{}, { budgetTokens: 9 }, { sampling: 'original' }, { frames: 9 }, { endSeconds: 9 }] as const;
  expect(new Set(ids.map(id)).size).toBe(ids.length);
  expect(id({})).toBe(id({ sampling: 'distinct' }));
});
