/** Normally distributed numbers from a seed, the same everywhere. */
export function randomNumbers(
  seed: number,
): (count: number, deviation?: number, mean?: number) => Float32Array {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return (count, deviation = 1, mean = 0) =>
    Float32Array.from(
      { length: count },
      () => mean + deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    );
}
