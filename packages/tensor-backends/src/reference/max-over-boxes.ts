import type { Bin } from '../shared/bins.ts';

/** Maxima of `[frames, rows, columns, size]` over boxes of tokens, one per row bin and column bin of each frame. */
export function maxOverBoxes(
  values: Float32Array,
  [frames, rows, columns, size]: readonly [number, number, number, number],
  rowBins: readonly Bin[],
  columnBins: readonly Bin[],
): Float32Array {
  const maxima = new Float32Array(frames * rowBins.length * columnBins.length * size);
  let to = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    for (const rowBin of rowBins) {
      for (const columnBin of columnBins) {
        const [first, ...others] = tokensOfBox(frame * rows, columns, rowBin, columnBin, size);
        const second = others.shift() ?? first!;
        larger(values, first!, values, second, maxima, to, size);
        for (const other of others) larger(maxima, to, values, other, maxima, to, size);
        to += size;
      }
    }
  }
  return maxima;
}

/** Where each token of a box starts. */
function tokensOfBox(top: number, columns: number, rowBin: Bin, columnBin: Bin, size: number): number[] {
  const starts: number[] = [];
  for (let row = rowBin.start; row < rowBin.end; row += 1) {
    for (let column = columnBin.start; column < columnBin.end; column += 1) {
      starts.push(((top + row) * columns + column) * size);
    }
  }
  return starts;
}

/** The larger of two tokens, value by value; NaN stays NaN. */
function larger(
  left: Float32Array,
  leftStart: number,
  right: Float32Array,
  rightStart: number,
  maxima: Float32Array,
  to: number,
  size: number,
): void {
  for (let i = 0; i < size; i += 1) maxima[to + i] = Math.max(left[leftStart + i]!, right[rightStart + i]!);
}
