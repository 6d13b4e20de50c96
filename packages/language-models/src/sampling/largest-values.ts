type Values = Float32Array | Float64Array;

/**
 * The `count`-th largest of the values, 1 for the largest. Cost: linear on average, where sorting 150,000 values takes longer
 * than making a token.
 *
 * @param count from 1 to the number of values, of which none may be NaN.
 */
export function nthLargest(values: Values, count: number): number {
  return leastThatReaches(values, count, () => 1);
}

/**
 * The least of the fewest largest values whose sum reaches `needed`; the least of all if it never does. Cost: linear on
 * average.
 *
 * @param values one at least, none below zero.
 */
export function leastOfSum(values: Values, needed: number): number {
  return leastThatReaches(values, needed, (value) => value);
}

/** Goes down from the largest value until what the values count for reaches `needed`; returns the value that is reached. */
function leastThatReaches(values: Values, needed: number, worth: (value: number) => number): number {
  const left = values.slice();
  let [low, high] = [0, left.length - 1];
  // What the values behind `high` count for; all of them are at least as large as those before.
  let reached = 0;
  while (low < high) {
    const [endOfLower, startOfUpper] = partition(left, low, high);
    let upper = reached;
    for (let i = startOfUpper; i <= high; i++) upper += worth(left[i]!);
    if (upper >= needed) {
      low = startOfUpper;
      continue;
    }
    for (let i = endOfLower + 1; i < startOfUpper; i++) upper += worth(left[i]!);
    if (upper >= needed || endOfLower < low) return left[startOfUpper - 1]!;
    reached = upper;
    high = endOfLower;
  }
  return left[low]!;
}

/**
 * Puts smaller values before larger ones, within a range (Hoare's partition).
 *
 * @returns the end of the lower part and the start of the upper one; what is between them equals the pivot.
 */
function partition(values: Values, low: number, high: number): readonly [number, number] {
  const pivot = values[(low + high) >> 1]!;
  let [i, j] = [low, high];
  while (i <= j) {
    while (values[i]! < pivot) i++;
    while (values[j]! > pivot) j--;
    if (i > j) break;
    const value = values[i]!;
    values[i++] = values[j]!;
    values[j--] = value;
  }
  return [j, i];
}
