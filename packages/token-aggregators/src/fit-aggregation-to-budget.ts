import { BudgetTooSmallError, InvalidSettingError, type TokenCounts, type TokenGrid } from '@slowfast/spec';
import type { AggregationSettings } from './aggregation-settings.ts';
import { countTokens } from './count-tokens.ts';
import { withDistinctSlowFrames } from './distinct-slow-frames.ts';
import { formatAggregation } from './format-aggregation.ts';

/** What fits a budget. */
export interface FittedAggregation {
  /** Frames to sample. */
  readonly frames: number;
  readonly settings: AggregationSettings;
  readonly tokens: TokenCounts;
  /** Tokens that count with them; 0 without `countBeside`. */
  readonly besideTokens: number;
}

/**
 * Fits the tokens of so many frames to a budget. Where all frames with as many Slow ones as the settings have fit, nothing is
 * lowered. Else it is the most frames that fit, of which as large a share is Slow as the settings have of the frames that they
 * are meant for: at least one, and never more than they have. No frame is Slow twice. Grids and modes stay.
 *
 * @param grid The frames that would be sampled, and the token grid of each.
 * @param budget Most video tokens.
 * @param usualFrames How many frames the settings are meant for, e.g. 50 for the paper's, of which 10 are Slow; those of the
 * grid if absent.
 * @param countBeside Tokens that count with those of so many frames under these settings, e.g. of text; they may rise and fall a little
 * from one number of frames to the next, and then it may be slightly less than the most that fits.
 * @throws BudgetTooSmallError when one frame does not fit either.
 * @throws AggregationMismatchError when the grid is too small for a mode.
 */
export function fitAggregationToBudget(
  settings: AggregationSettings,
  grid: TokenGrid,
  budget: number,
  usualFrames: number = grid.frames,
  countBeside?: (frames: number, settings: AggregationSettings) => number,
): FittedAggregation {
  assertCount('budget', budget);
  assertCount('usualFrames', usualFrames);
  const fitted = (frames: number, asked: AggregationSettings): FittedAggregation => {
    const distinct = withDistinctSlowFrames(asked, frames);
    return {
      frames,
      settings: distinct,
      tokens: countTokens(distinct, { ...grid, frames }),
      besideTokens: countBeside?.(frames, distinct) ?? 0,
    };
  };
  const inProportion = (frames: number) => fitted(frames, withSlowShare(settings, frames / usualFrames));
  const whole = fitted(grid.frames, settings);
  const taken = ({ tokens, besideTokens }: FittedAggregation) => tokens.total + besideTokens;
  if (taken(whole) <= budget) return whole;
  const least = inProportion(1);
  if (taken(least) > budget) {
    const aggregation = formatAggregation(settings);
    const timestamps = countBeside && { timestamps: least.besideTokens };
    throw new BudgetTooSmallError({ budget, smallest: taken(least), ...timestamps, aggregation });
  }
  // Tokens never fall as frames rise, so the border is found by halving.
  let fits = least;
  let tooMany = grid.frames + 1;
  while (tooMany - fits.frames > 1) {
    const middle = inProportion(Math.floor((fits.frames + tooMany) / 2));
    if (taken(middle) <= budget) fits = middle;
    else tooMany = middle.frames;
  }
  return fits;
}

/** That share of the Slow frames, at least one and at most all. */
function withSlowShare(settings: AggregationSettings, share: number): AggregationSettings {
  if (settings.type === 'one-pathway' || settings.slow.frames === 0) return settings;
  const { mode, frames } = settings.slow;
  return { ...settings, slow: { mode, frames: Math.min(frames, Math.max(1, Math.round(frames * share))) } };
}

function assertCount(setting: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new InvalidSettingError({ setting, found: String(value), expected: 'a positive whole number' });
}
