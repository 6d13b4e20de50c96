import type { Random } from './random.ts';
import type { Interval } from './scene.ts';

/**
 * Decides what appears and goes in a clip of some objects, and returns when the object of an index is there: undefined for always. Of each
 * index it is asked once, in order. Where nothing moves, nothing comes or goes either.
 */
export type Plotter = (
  random: Random,
  objectCount: number,
  moving: boolean,
) => (index: number) => Interval | undefined;

/** In just under half of the clips the last object is there for about two of 16 frames. */
export const plotOfFirstEdition: Plotter = (random, objectCount, moving) => {
  const briefIndex = moving && random.chance(0.45) ? objectCount - 1 : -1;
  return (index) => {
    const duration = random.between(0.115, 0.16);
    const from = random.between(0.08, 0.92 - duration);
    // A clip whose only object is brief shows nothing most of the time: one in three single-object clips at most.
    const isBriefHere = index === briefIndex && (objectCount > 1 || random.chance(0.25));
    return isBriefHere ? { from, to: from + duration } : undefined;
  };
};

/** Least and greatest time between two things that appear one after the other, as parts of the clip. */
export const orderGap = [0.14, 0.5] as const;

/** For how long a brief thing of the second edition is there: one or two of 16 frames. */
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

/** A brief thing in some clips, shorter than before; in others two things that appear one after the other and stay. */
export const plotOfSecondEdition: Plotter = (random, objectCount, moving) => {
  if (!moving) return () => undefined;
  if (objectCount > 1 && random.chance(0.4)) {
    const gap = random.between(...orderGap);
    const first = random.between(0.1, 0.88 - gap);
    const times = random.shuffled([first, first + gap]);
    return (index) => {
      const from = times[index - objectCount + 2];
      return from === undefined ? undefined : { from, to: 1 };
    };
  }
  const isBrief = random.chance(0.6) && (objectCount > 1 || random.chance(0.25));
  return (index) => (isBrief && index === objectCount - 1 ? shortInterval(random) : undefined);
};
