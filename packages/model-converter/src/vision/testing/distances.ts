/** The largest difference by the largest value. */
export function distance(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  let [difference, largest] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(found[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}

/** The cosine of each token, tokens being so many values long. */
export function tokenCosines(found: Float32Array, expected: Float32Array, size: number): readonly number[] {
  if (found.length !== expected.length) return [Number.NaN];
  return Array.from({ length: expected.length / size }, (_, token) => {
    let [product, left, right] = [0, 0, 0];
    for (let i = token * size; i < (token + 1) * size; i++) {
      product += found[i]! * expected[i]!;
      left += found[i]! ** 2;
      right += expected[i]! ** 2;
    }
    return product / Math.sqrt(left * right);
  });
}
