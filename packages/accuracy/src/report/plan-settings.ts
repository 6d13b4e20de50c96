import { AggregationMismatchError, isSlowFastError } from '@slowfast/spec';
import { reductionKey } from '../answer-clips.ts';
import { type GivenReduction, givenChoice } from '../reductions/given-reductions.ts';
import type { ReductionChoice, ReductionFacts } from '../reductions/reduction-facts.ts';
import type { TokenAllocation } from '../reductions/token-allocations.ts';
import { countOf } from './count-of.ts';

/** An allocation's setting at a budget. */
export interface PlannedSetting {
  readonly budget: number;
  readonly allocation: TokenAllocation;
  readonly choice?: ReductionChoice;
  /** Why there is no choice: one sentence for people. */
  readonly reason?: string;
}

/** A given reduction at as many tokens as it takes. */
export interface PlannedReduction {
  readonly aggregation: string;
  /** As people read it: the aggregation, and its frames where it was given with several numbers of them. */
  readonly title: string;
  readonly choice?: ReductionChoice;
  /** Why it can't be had: one sentence for people. */
  readonly reason?: string;
}

/**
 * The setting of every allocation at every budget.
 *
 * @param refusal says why a setting can't be had, e.g. that it does not fit the model's context; undefined where it can.
 */
export async function planSettings(
  budgets: readonly number[],
  allocations: readonly TokenAllocation[],
  facts: ReductionFacts,
  refusal: (choice: ReductionChoice) => Promise<string | undefined>,
): Promise<readonly PlannedSetting[]> {
  const planned: PlannedSetting[] = [];
  for (const budget of budgets) {
    for (const allocation of allocations) {
      const found = allocation.choose(budget, facts);
      if ('least' in found) {
        const { tokens, aggregation, frames } = found.least;
        const least = `${aggregation} of ${countOf(frames, 'frame')}`;
        planned.push({ budget, allocation, reason: `even ${least} takes ${countOf(tokens, 'token')}` });
        continue;
      }
      const reason = await refusal(found);
      planned.push({ budget, allocation, ...(reason === undefined ? { choice: found } : { reason }) });
    }
  }
  return planned;
}

/**
 * The settings of given reductions, in their order; equal ones once.
 *
 * @param refusal as for {@link planSettings}.
 * @throws InvalidAggregationError when one without an aggregator is not in the paper's notation.
 * @throws InvalidSettingError when an aggregator counts no whole number of tokens.
 */
export async function planReductions(
  reductions: readonly GivenReduction[],
  facts: ReductionFacts,
  refusal: (choice: ReductionChoice) => Promise<string | undefined>,
): Promise<readonly PlannedReduction[]> {
  const withFrames = reductions.map((item) => ({ ...item, frames: item.frames ?? facts.frames }));
  const distinct = [...new Map(withFrames.map((item) => [reductionKey(item), item])).values()];
  const planned: PlannedReduction[] = [];
  for (const item of distinct) {
    const { aggregation, frames } = item;
    const isOnly = distinct.every((other) => other === item || other.aggregation !== aggregation);
    const title = isOnly ? aggregation : `${aggregation} (${countOf(frames, 'frame')})`;
    const named = { aggregation, title };
    const found = choiceOrReason(item, facts);
    const reason = typeof found === 'string' ? found : await refusal(found);
    if (reason !== undefined) planned.push({ ...named, reason });
    else if (typeof found !== 'string') planned.push({ ...named, choice: found });
  }
  return planned;
}

function choiceOrReason(reduction: GivenReduction, facts: ReductionFacts): ReductionChoice | string {
  try {
    return givenChoice(reduction, facts);
  } catch (error) {
    if (!isSlowFastError(error) || error.code !== AggregationMismatchError.code) throw error;
    const { found, expected } = error.facts;
    return `found ${found}, expected ${expected}`;
  }
}
