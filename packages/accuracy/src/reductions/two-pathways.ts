import { InvalidSettingError } from '@slowfast/spec';
import {
  type AggregationSettings,
  countTokens,
  formatAggregation,
  parseAggregation,
  type SlowFastSettings,
} from '@slowfast/token-aggregators';
import type { NothingFits, ReductionChoice, ReductionFacts } from './reduction-facts.ts';

/**
 * The model's own two pathways.
 *
 * @throws InvalidSettingError when its aggregation has one pathway only: there is nothing to compare then.
 * @throws InvalidAggregationError when it is no aggregation.
 */
export function twoPathways({ aggregation }: ReductionFacts): SlowFastSettings {
  const settings = parseAggregation(aggregation);
  if (settings.type === 'slowfast' && settings.slow.frames > 0 && settings.fast.rows > 0) return settings;
  throw new InvalidSettingError({
    setting: 'The aggregation to start from',
    found: aggregation,
    expected: 'two pathways that are both on, e.g. slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4',
  });
}

/** A choice with its exact number of tokens. */
export function choice(
  frames: number,
  settings: AggregationSettings,
  { grid }: ReductionFacts,
): ReductionChoice {
  const { total: tokens } = countTokens(settings, { ...grid, frames });
  return { frames, aggregation: formatAggregation(settings), tokens };
}

/**
 * The last of some choices that fits the budget.
 *
 * @param nth makes them, from 1 on; their tokens never fall.
 * @param most how many there are.
 */
export function largestThatFits(
  budget: number,
  nth: (count: number) => ReductionChoice,
  most = Number.MAX_SAFE_INTEGER,
): ReductionChoice | NothingFits {
  let best = nth(1);
  if (best.tokens > budget) return { least: best };
  for (let count = 2; count <= most; count += 1) {
    const next = nth(count);
    // Where more frames take no more tokens, e.g. in bins of time, there is no last one.
    if (next.tokens > budget || next.tokens === best.tokens) break;
    best = next;
  }
  return best;
}
