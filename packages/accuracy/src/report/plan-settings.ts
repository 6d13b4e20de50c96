import type { ReductionChoice, ReductionFacts } from '../reductions/reduction-facts.ts';
import type { TokenStrategy } from '../reductions/reduction-strategies.ts';

/** A strategy's setting at a budget. */
export interface PlannedSetting {
  readonly budget: number;
  readonly strategy: TokenStrategy;
  readonly choice?: ReductionChoice;
  /** Why there is no choice: one sentence for people. */
  readonly reason?: string;
}

/**
 * The setting of every strategy at every budget.
 *
 * @param refusal says why a setting can't be had, e.g. that it does not fit the model's context; undefined where it can.
 */
export async function planSettings(
  budgets: readonly number[],
  strategies: readonly TokenStrategy[],
  facts: ReductionFacts,
  refusal: (choice: ReductionChoice) => Promise<string | undefined>,
): Promise<readonly PlannedSetting[]> {
  const planned: PlannedSetting[] = [];
  for (const budget of budgets) {
    for (const strategy of strategies) {
      const found = strategy.choose(budget, facts);
      if ('least' in found) {
        const { tokens, aggregation, frames } = found.least;
        const least = `${aggregation} of ${frames} ${frames === 1 ? 'frame' : 'frames'}`;
        planned.push({ budget, strategy, reason: `the least, ${least}, takes ${tokens} tokens` });
        continue;
      }
      const reason = await refusal(found);
      planned.push({ budget, strategy, ...(reason === undefined ? { choice: found } : { reason }) });
    }
  }
  return planned;
}
