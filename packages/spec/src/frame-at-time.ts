/** Times are quotients, in containers and in people's arithmetic: so much later than asked a frame may start, in seconds. */
const forgivenSeconds = 1e-6;

/**
 * Index of the frame that is shown at a time: the last one that starts at or before it, where a millionth of a second is
 * forgiven; -1 where none is shown yet. The one rule of all stages that turn times into frames. O(log frames).
 *
 * @param timestampsSeconds start of each frame in seconds, ascending, as in `VideoInfo`.
 */
export function frameAtTime(timestampsSeconds: Float64Array, seconds: number): number {
  let low = 0;
  let high = timestampsSeconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestampsSeconds[middle]! <= seconds + forgivenSeconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
