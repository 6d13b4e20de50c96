import { odds } from './odds.ts';
import type { Random } from './random.ts';
import type { Interval } from './scene.ts';

/**
 * When the object of an index is there: undefined for always. Of each index it is asked once, in order. Where nothing moves, nothing comes
 * or goes either.
 */
export type Plot = (index: number) => Interval | undefined;

/** Least and greatest time between two things that appear one after the other, as parts of the clip. */
export const orderGap = [0.14, 0.5] as const;

/** For how long a brief thing is there: one or two of 16 frames. */
export const shortEvent = [0.072, 0.1] as const;

function shortInterval(random: Random): Interval {
  const duration = random.between(...shortEvent);
  // Mostly between two of four evenly spread frames, the first of which is shown a 32nd into the clip.
  const quarter = 1 / 32 + random.below(4) / 4;
  const last = Math.min(quarter + 0.225, 0.985) - duration;
  const from = random.chance(0.6)
    ? random.between(quarter + 0.025, last)
    : random.between(0.05, 0.95 - duration);
  return { from, to: from + duration };
}

/** Makes the plot of a clip of some objects: a brief thing in some, in others two things that appear one after the other and stay. */
export function makePlot(random: Random, objectCount: number, moving: boolean): Plot {
  if (!moving) return () => undefined;
  if (objectCount > 1 && random.chance(odds.order)) {
    const gap = random.between(...orderGap);
    const first = random.between(0.1, 0.88 - gap);
    const times = random.shuffled([first, first + gap]);
    return (index) => {
      const from = times[index - objectCount + 2];
      return from === undefined ? undefined : { from, to: 1 };
    };
  }
  // A clip whose only object is brief shows nothing most of the time.
  const isBrief = random.chance(odds.brief) && (objectCount > 1 || random.chance(0.25));
  return (index) => (isBrief && index === objectCount - 1 ? shortInterval(random) : undefined);
}
