import { type BootstrapOptions, bootstrapClips, type ClipStatistic } from './bootstrap-clips.ts';
import type { Interval } from './interval.ts';

/** A sum over clips divided by another one, e.g. right questions by asked ones. */
export interface ClipRatio {
  /** For each clip. */
  readonly numerators: readonly number[];
  /** For each clip; 0 where it has nothing of the kind. */
  readonly denominators: readonly number[];
}

/**
 * 95 % intervals of ratios, by drawing clips with replacement: {@link bootstrapClips}.
 *
 * A difference between two settings, given as the ratio of differences, so is a paired one: both are judged by the same clips in every draw
 * (Koehn, Statistical significance tests for machine translation evaluation, EMNLP 2004).
 *
 * @param ratios each with as many clips as the others.
 */
export function bootstrapRatios(
  ratios: readonly ClipRatio[],
  options: BootstrapOptions = {},
): readonly Interval[] {
  return bootstrapClips(ratios[0]?.numerators.length ?? 0, ratios.map(ratioOf), options);
}

/** A ratio of the clips that were drawn. */
export function ratioOf({ numerators, denominators }: ClipRatio): ClipStatistic {
  return (times) => {
    let above = 0;
    let below = 0;
    for (let clip = 0; clip < numerators.length; clip += 1) {
      above += times[clip]! * numerators[clip]!;
      below += times[clip]! * denominators[clip]!;
    }
    // A draw without any clip of the kind says nothing of it.
    return below > 0 ? above / below : Number.NaN;
  };
}
