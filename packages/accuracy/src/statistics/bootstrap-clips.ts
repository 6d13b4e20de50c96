import type { Interval } from './interval.ts';
import { seededRandom } from './seeded-random.ts';

/** How a bootstrap draws. */
export interface BootstrapOptions {
  /** 10 000 if absent. */
  readonly draws?: number;
  /** 1 if absent. */
  readonly seed?: number;
}

/** A value of clips that were drawn, by how often each of them was; NaN where they say nothing of it. */
export type ClipStatistic = (times: ArrayLike<number>) => number;

/**
 * 95 % intervals of values by the percentile bootstrap that draws clips with replacement: questions about a clip belong
 * together, so they stay together (Efron and Tibshirani, An introduction to the bootstrap (1993), chapters 8 and 13). All values see the
 * same draws.
 *
 * @param clips how many there are.
 * @returns an interval for each. Equal seeds give equal intervals.
 *
 * Cost: each value once for every draw; memory: a number for each draw and value.
 */
export function bootstrapClips(
  clips: number,
  statistics: readonly ClipStatistic[],
  { draws = 10_000, seed = 1 }: BootstrapOptions = {},
): readonly Interval[] {
  const random = seededRandom(seed);
  const times = new Uint32Array(clips);
  const found = statistics.map(() => new Float64Array(draws));
  const counts = statistics.map(() => 0);
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    for (let drawn = 0; drawn < clips; drawn += 1) times[Math.floor(random() * clips)]! += 1;
    for (const [at, statistic] of statistics.entries()) {
      const value = statistic(times);
      if (!Number.isNaN(value)) found[at]![counts[at]!++] = value;
    }
  }
  return found.map((values, at) => {
    const sorted = values.subarray(0, counts[at]).toSorted();
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/** Between the two nearest values in proportion, as NumPy does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const before = Math.floor(place);
  const low = sorted[before] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - before);
}
