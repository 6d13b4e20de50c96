/** The parts of the world's data; no sample of one part can turn up in another. */
export const splits = ['train', 'validation', 'test'] as const;

/** One part of the world's data. */
export type Split = (typeof splits)[number];

/** A small seeded generator of numbers, the only source of chance in this package. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A number in [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element, all equally likely. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy. */
  shuffled<T>(items: readonly T[]): T[];
}

/**
 * Starts a generator (sfc32) for one sample.
 *
 * Split, seed and index fill the state directly and the generator's step is a bijection of its state, so two samples
 * share a state only when all three are equal: splits stay apart by construction, not by luck.
 */
export function createRandom(split: Split, seed: number, index: number): Random {
  let a = seed >>> 0;
  let b = index >>> 0;
  let c = Math.floor(index / 4294967296) >>> 0;
  let counter = splits.indexOf(split) + 1;

  const nextInteger = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // Seeds are small numbers: without some steps first, neighbours would start alike.
  for (let step = 0; step < 20; step += 1) nextInteger();

  const next = (): number => nextInteger() / 4294967296;
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
      return item;
    },
    shuffled: (items) => {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        const kept = copy[last] as (typeof copy)[number];
        copy[last] = copy[other] as (typeof copy)[number];
        copy[other] = kept;
      }
      return copy;
    },
  };
}
