import { framesAtRate, uniformFrames } from '@slowfast/frame-samplers';
import type { FrameSampler, Notice, ReductionStages, ReductionStrategy } from '@slowfast/spec';
import { InvalidSettingError } from '@slowfast/spec';
import {
  type AggregationSettings,
  countTokens,
  type FittedAggregation,
  fitAggregationToBudget,
  formatAggregation,
  parseAggregation,
  tokenAggregator,
} from '@slowfast/token-aggregators';
import type { AssistantOptions } from './assistant-options.ts';

/** What decides which frames become which tokens. */
export type ReductionOptions = Pick<
  AssistantOptions,
  'framesPerSecond' | 'startSeconds' | 'endSeconds' | 'budgetTokens'
> &
  Required<Pick<AssistantOptions, 'frames' | 'aggregation'>> & {
    /** Whether `frames` also caps `framesPerSecond`; a rate without a cap takes as many frames as the video gives. */
    readonly capped?: boolean;
  };

/**
 * Samples evenly or by rate and aggregates as configured; where a token budget is given and exceeded, with the most
 * frames that fit it.
 *
 * @throws InvalidAggregationError, InvalidSelectionError or InvalidSettingError when an option makes no sense.
 */
export function configuredReduction(options: ReductionOptions): ReductionStrategy {
  const settings = parseAggregation(options.aggregation);
  const sampler = configuredSampler(options);
  const { budgetTokens } = options;
  assertBudget(budgetTokens);
  return {
    id: JSON.stringify([sampler.id, formatAggregation(settings), budgetTokens ?? null]),
    choose(info, { rows, columns }): ReductionStages {
      const selection = sampler.select(info);
      const frames = 'indices' in selection ? selection.indices.length : selection.timestampsSeconds.length;
      const grid = { frames, rows, columns };
      const aggregator = tokenAggregator(settings);
      if (budgetTokens === undefined || countTokens(settings, grid).total <= budgetTokens) {
        return { sampler, aggregator };
      }
      const fitted = fitAggregationToBudget(settings, grid, budgetTokens);
      return {
        sampler: uniformFrames({ ...timeRange(options), frames: fitted.frames }),
        aggregator: tokenAggregator(fitted.settings),
        notices: [budgetNotice(budgetTokens, fitted, { settings, frames })],
      };
    },
  };
}

function assertBudget(budgetTokens: number | undefined): void {
  if (budgetTokens === undefined || (Number.isSafeInteger(budgetTokens) && budgetTokens > 0)) return;
  throw new InvalidSettingError({
    setting: 'The token budget',
    found: String(budgetTokens),
    expected: 'a whole number of tokens, 1 or more',
  });
}

function configuredSampler(options: ReductionOptions): FrameSampler {
  const { frames, framesPerSecond, capped } = options;
  if (framesPerSecond === undefined) return uniformFrames({ ...timeRange(options), frames });
  const maxFrames = capped ? frames : Number.MAX_SAFE_INTEGER;
  return framesAtRate({ ...timeRange(options), framesPerSecond, maxFrames });
}

function timeRange({ startSeconds, endSeconds }: Pick<AssistantOptions, 'startSeconds' | 'endSeconds'>) {
  return {
    ...(startSeconds !== undefined && { startSeconds }),
    ...(endSeconds !== undefined && { endSeconds }),
  };
}

function budgetNotice(
  budget: number,
  fitted: FittedAggregation,
  wanted: { readonly settings: AggregationSettings; readonly frames: number },
): Notice {
  const { frames, tokens } = fitted;
  const slowFrames = slowFramesOf(fitted.settings);
  const slow = slowFrames > 0 ? ` (${slowFrames} slow instead of ${slowFramesOf(wanted.settings)})` : '';
  const message = `For a budget of ${budget} video tokens: ${frames} frames instead of ${wanted.frames}${slow}, ${tokens.total} tokens.`;
  return { code: 'budget-applied', message, frames, slowFrames, tokens: tokens.total };
}

function slowFramesOf(settings: AggregationSettings): number {
  return settings.type === 'slowfast' ? settings.slow.frames : 0;
}
