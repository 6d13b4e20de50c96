import { type SettingSpelling, spellOption } from './setting-spelling.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link BudgetTooSmallError}. */
export type BudgetTooSmallFacts = {
  readonly budget: number;
  readonly smallest: number;
  /** How many of the smallest are those of timestamps; absent where none are written. */
  readonly timestamps?: number;
  readonly aggregation: string;
};

const code = 'budget-too-small';

/** No number of frames fits the token budget. */
export class BudgetTooSmallError extends SlowFastError<BudgetTooSmallFacts, typeof code> {
  static readonly code = code;

  constructor(facts: BudgetTooSmallFacts, options?: ErrorOptions) {
    super(code, message(facts, spellOption), facts, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(this.facts, spell);
  }
}

function message(f: BudgetTooSmallFacts, spell: SettingSpelling): string {
  const timed = f.timestamps === undefined ? '' : `, ${f.timestamps} of them for timestamps`;
  return `A budget of ${f.budget} video tokens is too small: ${f.aggregation} needs at least ${f.smallest}${timed}. Raise it to ${spell('budgetTokens', f.smallest)}, or choose a coarser ${spell('aggregation')}.`;
}
