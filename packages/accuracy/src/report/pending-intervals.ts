import { type BootstrapOptions, bootstrapClips, type ClipStatistic } from '../statistics/bootstrap-clips.ts';
import { type ClipRatio, ratioOf } from '../statistics/bootstrap-ratios.ts';
import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import type { Accuracy, AccuracyDifference, Measure } from './figures.ts';
import { sum } from './row-counts.ts';

/** Of fewer, resampling tells nothing: one clip alone would always be sure. */
const FEWEST_CLIPS = 10;

/** Accuracies and differences whose intervals are computed once all of them are known. */
export interface PendingIntervals {
  accuracy(counts: ClipRatio): () => Accuracy;
  /** The first minus the second, of the same questions. */
  difference(first: ClipRatio, second: ClipRatio): () => AccuracyDifference;
  /** Any value of clips, and its interval. */
  measure(statistic: ClipStatistic): () => Measure;
}

/** One bootstrap over so many clips for everything, so that all of it sees the same draws: it runs when the first interval is asked for. */
export function pendingIntervals(clips: number, bootstrap: BootstrapOptions): PendingIntervals {
  const resampled: ClipStatistic[] = [];
  let intervals: readonly Interval[] | undefined;
  const later = (statistic: ClipStatistic): (() => Interval) => {
    const at = resampled.push(statistic) - 1;
    return () => {
      intervals ??= bootstrapClips(clips, resampled, bootstrap);
      return intervals[at]!;
    };
  };
  const once = new Uint32Array(clips).fill(1);
  const accuracyInterval = (counts: ClipRatio, right: number, asked: number): (() => Interval) => {
    const asking = clipsAsked(counts);
    if (asked === asking) return () => wilsonInterval(right, asked);
    // Resampled, what is always right stays so: clips are then counted as if each were one question.
    if (right === 0 || right === asked) return () => wilsonInterval(right === 0 ? 0 : asking, asking);
    return later(ratioOf(counts));
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
      const pending = later(ratioOf({ numerators, denominators }));
      const isEnough = clipsAsked(second) >= FEWEST_CLIPS;
      return () => {
        const interval = pending();
        const excludes = interval.low > 0 || interval.high < 0;
        return { difference, interval, excludesZero: excludes && isEnough };
      };
    },
    measure(statistic) {
      const pending = later(statistic);
      const value = statistic(once);
      return () => ({ value, interval: pending() });
    },
  };
}

function clipsAsked({ denominators }: ClipRatio): number {
  return denominators.filter((count) => count > 0).length;
}
