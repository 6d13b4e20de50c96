import { framesAtRate, uniformFrames } from '@slowfast/frame-samplers';
import type { FrameSampler, Notice, ReductionStages, ReductionStrategy } from '@slowfast/spec';
import { InvalidSettingError } from '@slowfast/spec';
import {
  type AggregationSettings,
  countTokens,
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
    /** Whether `frames` was asked for, and so also caps `framesPerSecond`. */
    readonly capped: boolean;
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
  if (budgetTokens !== undefined && !(Number.isInteger(budgetTokens) && budgetTokens > 0)) {
    throw new InvalidSettingError({
      setting: 'The token budget',
      found: String(budgetTokens),
      expected: 'a whole number of tokens, 1 or more',
    });
  }
  return {
    id: JSON.stringify([sampler.id, formatAggregation(settings), budgetTokens ?? null]),
    choose(info, { rows, columns }): ReductionStages {
      const selection = sampler.select(info);
      const frames = 'indices' in selection ? selection.indices.length : selection.timestampsSeconds.length;
      const grid = { frames, rows, columns };
      if (budgetTokens === undefined || countTokens(settings, grid).total <= budgetTokens) {
        return { sampler, aggregator: tokenAggregator(settings) };
      }
      const fitted = fitAggregationToBudget(settings, grid, budgetTokens);
      return {
        sampler: uniformFrames({ ...timeRange(options), frames: fitted.frames }),
        aggregator: tokenAggregator(fitted.settings),
        notices: [budgetNotice(budgetTokens, fitted, settings, frames)],
      };
    },
  };
}

function configuredSampler(options: ReductionOptions): FrameSampler {
  const { frames, framesPerSecond, capped } = options;
  if (framesPerSecond === undefined) return uniformFrames({ ...timeRange(options), frames });
  return framesAtRate({ ...timeRange(options), framesPerSecond, ...(capped && { maxFrames: frames }) });
}

function timeRange({ startSeconds, endSeconds }: Pick<AssistantOptions, 'startSeconds' | 'endSeconds'>) {
  return {
    ...(startSeconds !== undefined && { startSeconds }),
    ...(endSeconds !== undefined && { endSeconds }),
  };
}

function budgetNotice(
  budget: number,
  fitted: { readonly frames: number; readonly settings: AggregationSettings; readonly tokens: number },
  settings: AggregationSettings,
  frames: number,
): Notice {
  const slowOf = (of: AggregationSettings) => (of.kind === 'slowfast' ? of.slow.frames : 0);
  const slowFrames = slowOf(fitted.settings);
  const slow = settings.kind === 'slowfast' ? ` (${slowFrames} slow instead of ${slowOf(settings)})` : '';
  const message = `For a budget of ${budget} video tokens: ${fitted.frames} frames instead of ${frames}${slow}, ${fitted.tokens} tokens.`;
  return { code: 'budget-applied', message, frames: fitted.frames, slowFrames, tokens: fitted.tokens };
}
