import { type BootstrapOptions, bootstrapRatios, type ClipRatio } from '../statistics/bootstrap-ratios.ts';
import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import type { Accuracy, AccuracyDifference } from './accuracy-report.ts';
import { sum } from './row-counts.ts';

/** Of fewer, resampling tells nothing: one clip alone would always be sure. */
const FEWEST_CLIPS = 10;

/** Accuracies and differences whose intervals are computed once all of them are known. */
export interface PendingIntervals {
  accuracy(counts: ClipRatio): () => Accuracy;
  /** The first minus the second, of the same questions. */
  difference(first: ClipRatio, second: ClipRatio): () => AccuracyDifference;
}

/** One bootstrap for everything, so that all of it sees the same draws: it runs when the first interval is asked for. */
export function pendingIntervals(bootstrap: BootstrapOptions): PendingIntervals {
  const resampled: ClipRatio[] = [];
  let intervals: readonly Interval[] | undefined;
  const later = (ratio: ClipRatio): (() => Interval) => {
    const at = resampled.push(ratio) - 1;
    return () => {
      intervals ??= bootstrapRatios(resampled, bootstrap);
      return intervals[at]!;
    };
  };
  const accuracyInterval = (counts: ClipRatio, right: number, asked: number): (() => Interval) => {
    const clips = clipsAsked(counts);
    if (asked === clips) return () => wilsonInterval(right, asked);
    // Resampled, what is always right stays so: clips are then counted as if each were one question.
    if (right === 0 || right === asked) return () => wilsonInterval(right === 0 ? 0 : clips, clips);
    return later(counts);
  };
  return {
    accuracy(counts) {
      const [right, asked] = [sum(counts.numerators), sum(counts.denominators)];
      const interval = accuracyInterval(counts, right, asked);
      return () => ({ right, asked, interval: interval() });
    },
    difference(first, second) {
      const numerators = first.numerators.map((right, clip) => right - second.numerators[clip]!);
      const { denominators } = second;
      const difference = sum(numerators) / sum(denominators);
      const pending = later({ numerators, denominators });
      const isEnough = clipsAsked(second) >= FEWEST_CLIPS;
      return () => {
        const interval = pending();
        const excludes = interval.low > 0 || interval.high < 0;
        return { difference, interval, excludesZero: excludes && isEnough };
      };
    },
  };
}

function clipsAsked({ denominators }: ClipRatio): number {
  return denominators.filter((count) => count > 0).length;
}
