/** Uniform numbers in [0, 1). */
export type RandomNumbers = () => number;

/**
 * Numbers that are the same for the same seed on every platform: the generator `mulberry32` by Tommy Ettinger
 * (public domain, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c), 32 bits each. Without a seed
 * they start from the platform's randomness.
 */
export function randomNumbers(seed?: number): RandomNumbers {
  let state = seed === undefined ? crypto.getRandomValues(new Uint32Array(1))[0]! : seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
