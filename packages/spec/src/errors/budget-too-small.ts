import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link BudgetTooSmallError}. */
export type BudgetTooSmallFacts = {
  readonly budget: number;
  readonly smallest: number;
  readonly aggregation: string;
};

/** No number of frames fits the token budget. */
export class BudgetTooSmallError extends SlowFastError<BudgetTooSmallFacts> {
  constructor(facts: BudgetTooSmallFacts, options?: ErrorOptions) {
    super('budget-too-small', message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: BudgetTooSmallFacts): string {
  return `A budget of ${f.budget} video tokens is too small: ${f.aggregation} needs at least ${f.smallest}. Raise the budget, or choose a coarser aggregation.`;
}
