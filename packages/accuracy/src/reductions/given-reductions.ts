import { InvalidSettingError, type ReductionSettings, type TokenAggregator } from '@slowfast/spec';
import {
  countTokens,
  formatAggregation,
  parseAggregation,
  withDistinctSlowFrames,
} from '@slowfast/token-aggregators';
import type { ReductionChoice, ReductionFacts } from './reduction-facts.ts';

/** A reduction that is compared as it is, at as many tokens as it takes: one in the paper's notation, or an aggregator of one's own. */
export interface GivenReduction {
  /** In the paper's notation, or the `id` of the aggregator. */
  readonly aggregation: string;
  /** Frames to sample; as many as the model does if absent. */
  readonly frames?: number | undefined;
  /** Reduces the tokens; the paper's notation says how if absent. */
  readonly aggregator?: TokenAggregator | undefined;
  /** Changes whenever the aggregator's code does, so that answers which an earlier version led to are not taken over. */
  readonly version?: string | undefined;
}

/**
 * A reduction in the paper's notation, spelled the one way that answers are kept by.
 *
 * @throws InvalidAggregationError when the text is no notation.
 */
export function reductionInNotation(text: string): GivenReduction {
  return { aggregation: formatAggregation(parseAggregation(text)) };
}

/**
 * Finds the aggregators of one's own by their ids: `openAssistant({ worker: false, stages: { aggregator: aggregatorsById(reductions) } })`.
 * Whatever is none of their ids stays with the paper's notation.
 *
 * @throws InvalidSettingError when two aggregators have one id, or one has an id that the paper's notation has a meaning for.
 */
export function aggregatorsById(
  reductions: readonly GivenReduction[],
): (settings: Pick<ReductionSettings, 'aggregation'>) => TokenAggregator | undefined {
  const byId = new Map<string, TokenAggregator>();
  for (const { aggregator } of reductions) {
    if (!aggregator) continue;
    const { id } = aggregator;
    const refuse = (expected: string) =>
      new InvalidSettingError({
        setting: 'aggregator',
        found: `one with the id ${JSON.stringify(id)}`,
        expected,
      });
    if (isNotation(id)) throw refuse("an id that means nothing in the paper's notation");
    const other = byId.get(id);
    if (other && other !== aggregator) throw refuse('an id that no other aggregator has');
    byId.set(id, aggregator);
  }
  return ({ aggregation }) => (aggregation === undefined ? undefined : byId.get(aggregation));
}

/**
 * Frames and exact tokens of a given reduction.
 *
 * @throws AggregationMismatchError when it can't be applied to the tower's grid.
 * @throws InvalidSettingError when an aggregator counts no whole number of tokens.
 */
export function givenChoice(
  { aggregation, frames: wanted, aggregator, version }: GivenReduction,
  facts: ReductionFacts,
): ReductionChoice {
  const frames = wanted ?? facts.frames;
  const grid = { ...facts.grid, frames };
  const counts = aggregator
    ? aggregator.countTokens(grid)
    : countTokens(withDistinctSlowFrames(parseAggregation(aggregation), frames), grid);
  // An aggregator of one's own may have been compiled by nobody.
  const tokens = counts?.total;
  if (!Number.isSafeInteger(tokens) || tokens < 1) {
    throw new InvalidSettingError({
      setting: 'aggregator',
      found: `${aggregation}, whose countTokens gives a total of ${tokens} for ${frames} frames of ${grid.rows}x${grid.columns} tokens`,
      expected: 'one that counts a whole number of tokens, 1 or more',
    });
  }
  return { frames, aggregation, tokens, ...(version !== undefined && { version }) };
}

function isNotation(text: string): boolean {
  try {
    parseAggregation(text);
    return true;
  } catch {
    return false;
  }
}
