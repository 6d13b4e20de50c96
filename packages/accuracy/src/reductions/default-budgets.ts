import type { ReductionFacts } from './reduction-facts.ts';
import { choice, twoPathways } from './two-pathways.ts';

/** Two thirds, all and five thirds of the tokens that the model takes unless it is told otherwise. */
export function defaultBudgets(facts: ReductionFacts): readonly number[] {
  const { tokens } = choice(facts.frames, twoPathways(facts), facts);
  return [Math.floor((2 * tokens) / 3), tokens, Math.floor((5 * tokens) / 3)];
}
