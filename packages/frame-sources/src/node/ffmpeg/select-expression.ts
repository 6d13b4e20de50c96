/** Longest list of ranges: what it makes is far below what systems take as one argument of a program (32 kB on Windows). */
const mostRanges = 400;

/** Frames `from` to `to`, both included. */
export type FrameRange = readonly [from: number, to: number];

/**
 * Ranges of frames that hold all these numbers. There are at most 400: beyond that the smallest gaps are closed, and the
 * frames in them come as well.
 *
 * @param numbers ascending, each once.
 */
export function rangesOf(numbers: readonly number[]): FrameRange[] {
  const gaps = numbers
    .slice(1)
    .map((number, k) => number - numbers[k]!)
    .filter((gap) => gap > 1)
    .sort((a, b) => b - a);
  const shortestKept = gaps.length < mostRanges ? 2 : gaps[mostRanges - 2]! + 1;
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number - last[1] < shortestKept) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

/**
 * A filter expression that is true for a frame number `n` in one of the ranges. It is a tree, because ffmpeg refuses chains
 * of more than a hundred terms; the depth grows with the logarithm of the number of ranges, and so does the time a frame takes.
 */
export function selectExpression(ranges: readonly FrameRange[]): string {
  const middle = ranges.length >> 1;
  if (middle === 0) return `between(n,${ranges[0]![0]},${ranges[0]![1]})`;
  const [before, after] = [ranges.slice(0, middle), ranges.slice(middle)];
  return `if(lt(n,${after[0]![0]}),${selectExpression(before)},${selectExpression(after)})`;
}
