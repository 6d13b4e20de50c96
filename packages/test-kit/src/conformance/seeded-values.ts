/** Values between -1 and 1 that look random and are the same on every machine (a 32-bit linear congruential generator). */
export function seededValues(length: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
