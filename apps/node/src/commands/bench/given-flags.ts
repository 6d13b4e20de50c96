import type { GivenReduction, TokenAllocation } from '@slowfast/accuracy';
import { InvalidSettingError } from '@slowfast/spec';
import { loadAggregator } from './load-aggregator.ts';

/** What one `--aggregation` or `--aggregator` says. */
export type GivenFlag = { readonly reduction: GivenReduction } | { readonly place: string };

/** Flags that have to agree with the given reductions. */
export interface FlagsBesideGiven {
  readonly frames?: readonly number[];
  readonly budgets?: readonly number[];
  readonly allocations: readonly TokenAllocation[];
}

/**
 * The reductions that were given, with their aggregators and frames.
 *
 * @throws InvalidSettingError when an aggregator can't be loaded, or other flags don't agree with them.
 */
export async function givenReductions(
  flags: readonly GivenFlag[],
  { frames = [], budgets, allocations }: FlagsBesideGiven,
): Promise<readonly GivenReduction[]> {
  if (frames.length > 1 && frames.length !== flags.length) {
    const expected = `one for all, or one for each --aggregation and --aggregator, of which there ${flags.length === 1 ? 'is 1' : `are ${flags.length}`}`;
    throw new InvalidSettingError({ setting: 'frames', found: `${frames.length} numbers`, expected });
  }
  if (allocations.length === 0 && flags.length === 0) {
    const expected = 'some allocations, where no --aggregation and no --aggregator is given';
    throw new InvalidSettingError({ setting: '--allocations', found: 'none', expected });
  }
  if (allocations.length === 0 && budgets) {
    const expected = 'no budgets where there are no allocations to spend them';
    throw new InvalidSettingError({ setting: '--budgets', found: budgets.join(','), expected });
  }
  const given: GivenReduction[] = [];
  for (const [at, flag] of flags.entries()) {
    const reduction = 'place' in flag ? await loadAggregator(flag.place) : flag.reduction;
    given.push({ ...reduction, frames: frames.length > 1 ? frames[at] : frames[0] });
  }
  return given;
}
