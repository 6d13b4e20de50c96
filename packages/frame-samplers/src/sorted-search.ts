/** The number of timestamps before `seconds`, which is the index of the first one at or after it. */
export function countBefore(timestamps: Float64Array, seconds: number): number {
  let low = 0;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestamps[middle]! < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the timestamp nearest to `seconds`; the later one of two that are equally near. */
export function nearestFrame(timestamps: Float64Array, seconds: number): number {
  const after = countBefore(timestamps, seconds);
  if (after === 0) return 0;
  if (after === timestamps.length) return after - 1;
  return seconds - timestamps[after - 1]! < timestamps[after]! - seconds ? after - 1 : after;
}
