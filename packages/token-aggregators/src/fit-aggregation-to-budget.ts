import { BudgetTooSmallError, InvalidSettingError, type TokenCounts, type TokenGrid } from '@slowfast/spec';
import type { AggregationSettings } from './aggregation-settings.ts';
import { countTokens } from './count-tokens.ts';
import { formatAggregation } from './format-aggregation.ts';

/** What fits a budget. */
export interface FittedAggregation {
  /** Frames to sample. */
  readonly frames: number;
  readonly settings: AggregationSettings;
  readonly tokens: TokenCounts;
}

/**
 * Lowers the frames of both pathways in proportion until the tokens fit a budget: the largest number of frames that does,
 * and as large a share of Slow frames as before, at least one. Grids and modes stay.
 *
 * @param grid The frames that would be sampled, and the token grid of each.
 * @param budget Most video tokens.
 * @throws BudgetTooSmallError when one frame does not fit either.
 * @throws AggregationMismatchError when the grid is too small for a mode.
 */
export function fitAggregationToBudget(
  settings: AggregationSettings,
  grid: TokenGrid,
  budget: number,
): FittedAggregation {
  if (!Number.isSafeInteger(budget) || budget < 1) {
    throw new InvalidSettingError({
      setting: 'budget',
      found: String(budget),
      expected: 'a positive whole number',
    });
  }
  const fitted = (frames: number): FittedAggregation => {
    const scaled = withFrames(settings, frames / grid.frames);
    return { frames, settings: scaled, tokens: countTokens(scaled, { ...grid, frames }) };
  };
  const whole = fitted(grid.frames);
  if (whole.tokens.total <= budget) return whole;
  const least = fitted(1);
  if (least.tokens.total > budget) {
    const aggregation = formatAggregation(settings);
    throw new BudgetTooSmallError({ budget, smallest: least.tokens.total, aggregation });
  }
  // Tokens never fall as frames rise, so the border is found by halving.
  let fits = least;
  let tooMany = grid.frames;
  while (tooMany - fits.frames > 1) {
    const middle = fitted(Math.floor((fits.frames + tooMany) / 2));
    if (middle.tokens.total <= budget) fits = middle;
    else tooMany = middle.frames;
  }
  return fits;
}

function withFrames(settings: AggregationSettings, share: number): AggregationSettings {
  if (settings.type === 'one-stream' || settings.slow.frames === 0) return settings;
  const { mode, frames } = settings.slow;
  return { ...settings, slow: { mode, frames: Math.max(1, Math.round(frames * share)) } };
}
