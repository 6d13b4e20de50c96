import { framesAtRate, originalUniformFrames, uniformFrames } from '@slowfast/frame-samplers';
import { assertKnownOptions, type OptionNames, reductionSettingNames } from '@slowfast/pipeline';
import type {
  AskedSettings,
  FrameSampler,
  Notice,
  ReductionSettings,
  ReductionStages,
  ReductionStrategy,
  TokenAggregator,
} from '@slowfast/spec';
import { BudgetTooSmallError, InvalidSettingError } from '@slowfast/spec';
import {
  type AggregationSettings,
  countTokens,
  type FittedAggregation,
  fitAggregationToBudget,
  formatAggregation,
  parseAggregation,
  tokenAggregator,
  withDistinctSlowFrames,
} from '@slowfast/token-aggregators';

/** What decides which frames become which tokens. */
export interface ReductionOptions extends ReductionSettings {
  readonly frames: number;
  readonly aggregation: string;
  /** Whether `frames` also caps `framesPerSecond`; a rate without a cap takes as many frames as the video gives. */
  readonly capped?: boolean | undefined;
  /** How many frames the aggregation is meant for: the share that is slow within a budget; `frames` if absent. */
  readonly usualFrames?: number | undefined;
  /**
   * What people asked for, so that errors name it. Where it is nothing, what does not fit the model's context is fitted to it;
   * what is asked for is done or refused. All of these options if absent.
   */
  readonly asked?: AskedSettings | undefined;
  /** Takes the place of `frames`, rate and times. What it takes is never fitted to a context. */
  readonly sampler?: FrameSampler | undefined;
  /** Takes the place of `aggregation`. What it makes is never fitted to a context. */
  readonly aggregator?: TokenAggregator | undefined;
}

const reductionOptionNames: OptionNames<ReductionOptions> = {
  ...reductionSettingNames,
  capped: true,
  usualFrames: true,
  asked: true,
  sampler: true,
  aggregator: true,
};

/**
 * Samples evenly or by rate and aggregates as configured, each frame at most once in each pathway; where a token budget is given
 * and exceeded, with the most frames that fit it. Defaults that exceed the model's context are fitted to it.
 *
 * @throws InvalidAggregationError, InvalidSelectionError or InvalidSettingError when an option makes no sense;
 * UnknownOptionError when there is no such option.
 */
export function configuredReduction(options: ReductionOptions): ReductionStrategy {
  assertKnownOptions('configuredReduction', options, reductionOptionNames);
  const { aggregator, budgetTokens, sampling = 'distinct', usualFrames = options.frames } = options;
  const timestamps = isTimed(options.timestamps);
  // What an aggregator of one's own was chosen by need not be in the paper's notation.
  const reduction = aggregator ?? parseAggregation(options.aggregation);
  assertBudget(budgetTokens);
  assertSampling(sampling);
  const sampler = options.sampler ?? configuredSampler(options, options.frames);
  const isOwn = options.sampler !== undefined || aggregator !== undefined;
  if (isOwn && budgetTokens !== undefined) {
    const expected = 'none beside a sampler or an aggregator of your own, which decides the number of tokens';
    throw new InvalidSettingError({ setting: 'budgetTokens', found: String(budgetTokens), expected });
  }
  const asked = options.asked ?? askedOf(options);
  const isDefault = Object.keys(asked).length === 0;
  return {
    id: JSON.stringify([
      ...[sampler.id, isAggregator(reduction) ? reduction.id : formatAggregation(reduction), sampling],
      // Times are text: the tokens are the same with them, unless a budget counts them.
      ...(budgetTokens === undefined
        ? []
        : [budgetTokens, usualFrames, ...(timestamps ? ['timestamps'] : [])]),
    ]),
    asked,
    timestamps,
    choose(info, { rows, columns }, room, timeTokens): ReductionStages {
      if (isAggregator(reduction)) return { sampler, aggregator: reduction };
      const settings = reduction;
      const selection = sampler.select(info);
      const frames = 'indices' in selection ? selection.indices.length : selection.timestampsSeconds.length;
      const grid = { frames, rows, columns };
      const whole = sampling === 'original' ? settings : withDistinctSlowFrames(settings, frames);
      const wholeStages = { sampler, aggregator: tokenAggregator(whole) };
      if (isOwn) return wholeStages;
      const total = countTokens(whole, grid).total + (timeTokens?.(wholeStages) ?? 0);
      const stagesOf = (count: number, some: AggregationSettings) => ({
        sampler: count === frames ? sampler : evenSampler(options, count),
        aggregator: tokenAggregator(some),
      });
      const countBeside =
        timeTokens && ((count: number, some: AggregationSettings) => timeTokens(stagesOf(count, some)));
      const fitted = (budget: number, notice: FittingNotice): ReductionStages => {
        const found = fitAggregationToBudget(settings, grid, budget, usualFrames, countBeside);
        return {
          ...stagesOf(found.frames, found.settings),
          notices: [fittingNotice(notice, found, { settings: whole, frames })],
        };
      };
      if (budgetTokens !== undefined && total > budgetTokens) {
        return fitted(budgetTokens, {
          code: 'budget-applied',
          reason: `For a budget of ${budgetTokens} video tokens`,
        });
      }
      if (isDefault && total > room.mostTokens && room.budgetTokens > 0) {
        const reason = `The model's context has room for ${room.mostTokens} video tokens, some of them kept for longer questions`;
        try {
          return fitted(room.budgetTokens, { code: 'fitted-to-context', reason });
        } catch (error) {
          // Not even one frame fits: the whole is refused, with the numbers of the context.
          if (!(error instanceof BudgetTooSmallError)) throw error;
        }
      }
      return wholeStages;
    },
  };
}

function isAggregator(reduction: TokenAggregator | AggregationSettings): reduction is TokenAggregator {
  return 'begin' in reduction;
}

/** The settings of a reduction among other options. */
export function reductionOf(options: ReductionSettings): ReductionSettings {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in reductionSettingNames));
}

/** The settings that decide about the number of tokens, where they are given. */
export function askedOf(settings: ReductionSettings): AskedSettings {
  const { frames, framesPerSecond, aggregation, budgetTokens } = settings;
  return {
    ...(frames !== undefined && { frames }),
    ...(framesPerSecond !== undefined && { framesPerSecond }),
    ...(aggregation !== undefined && { aggregation }),
    ...(budgetTokens !== undefined && { budgetTokens }),
  };
}

function assertBudget(budgetTokens: number | undefined): void {
  if (budgetTokens === undefined || (Number.isSafeInteger(budgetTokens) && budgetTokens > 0)) return;
  throw new InvalidSettingError({
    setting: 'budgetTokens',
    found: String(budgetTokens),
    expected: 'a whole number of tokens, 1 or more',
  });
}

function isTimed(timestamps: unknown = false): boolean {
  if (typeof timestamps === 'boolean') return timestamps;
  throw new InvalidSettingError({
    setting: 'timestamps',
    found: JSON.stringify(timestamps),
    expected: 'true or false',
  });
}

function assertSampling(sampling: string): void {
  if (sampling === 'distinct' || sampling === 'original') return;
  throw new InvalidSettingError({
    setting: 'sampling',
    found: JSON.stringify(sampling),
    expected: 'distinct or original',
  });
}

function configuredSampler(options: ReductionOptions, frames: number): FrameSampler {
  const { framesPerSecond, startSeconds, endSeconds, capped } = options;
  if (framesPerSecond === undefined) return evenSampler(options, frames);
  const maxFrames = capped ? frames : Number.MAX_SAFE_INTEGER;
  return framesAtRate({ startSeconds, endSeconds, framesPerSecond, maxFrames });
}

function evenSampler(options: ReductionOptions, frames: number): FrameSampler {
  const { startSeconds, endSeconds, sampling } = options;
  const sampler = sampling === 'original' ? originalUniformFrames : uniformFrames;
  return sampler({ startSeconds, endSeconds, frames });
}

/** Why frames were lowered. */
interface FittingNotice {
  readonly code: 'budget-applied' | 'fitted-to-context';
  readonly reason: string;
}

function fittingNotice(
  { code, reason }: FittingNotice,
  fitted: FittedAggregation,
  wanted: { readonly settings: AggregationSettings; readonly frames: number },
): Notice {
  const { frames, tokens, besideTokens } = fitted;
  const slowFrames = slowFramesOf(fitted.settings);
  const fewer =
    frames === wanted.frames
      ? `all ${frames} frames`
      : `${frames} ${frames === 1 ? 'frame' : 'frames'} instead of ${wanted.frames}`;
  const slow = slowFrames > 0 ? ` (${slowFrames} slow instead of ${slowFramesOf(wanted.settings)})` : '';
  const times = besideTokens > 0 ? ` and ${besideTokens} of timestamps` : '';
  const message = `${reason}: ${fewer}${slow}, ${tokens.total} tokens${times}.`;
  return { code, message, frames, slowFrames, tokens: tokens.total };
}

function slowFramesOf(settings: AggregationSettings): number {
  return settings.type === 'slowfast' ? settings.slow.frames : 0;
}
