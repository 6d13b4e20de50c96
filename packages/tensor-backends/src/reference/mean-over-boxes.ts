import type { Bin } from '../shared/bins.ts';

/**
 * Means of `[frames, rows, columns, size]` over boxes of tokens, one per row bin and column bin of each frame. Sums are
 * float64.
 *
 * Cost: each value is read once where bins don't overlap.
 */
export function meanOverBoxes(
  values: Float32Array,
  [frames, rows, columns, size]: readonly [number, number, number, number],
  rowBins: readonly Bin[],
  columnBins: readonly Bin[],
): Float32Array {
  const means = new Float32Array(frames * rowBins.length * columnBins.length * size);
  const sums = new Float64Array(size);
  let to = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    for (const rowBin of rowBins) {
      for (const columnBin of columnBins) {
        sums.fill(0);
        for (let row = rowBin.start; row < rowBin.end; row += 1) {
          const rowStart = (frame * rows + row) * columns;
          addTokens(values, rowStart + columnBin.start, rowStart + columnBin.end, size, sums);
        }
        const count = (rowBin.end - rowBin.start) * (columnBin.end - columnBin.start);
        for (let i = 0; i < size; i += 1) means[to + i] = sums[i]! / count;
        to += size;
      }
    }
  }
  return means;
}

/** Adds tokens to the sums, six at a time: a pass over the sums costs more than reading a token. */
function addTokens(values: Float32Array, start: number, end: number, size: number, sums: Float64Array): void {
  let token = start;
  for (; token + 6 <= end; token += 6) {
    const a = token * size;
    const b = a + size;
    const c = b + size;
    const d = c + size;
    const e = d + size;
    const f = e + size;
    for (let i = 0; i < size; i += 1) {
      sums[i] =
        sums[i]! +
        values[a + i]! +
        values[b + i]! +
        values[c + i]! +
        values[d + i]! +
        values[e + i]! +
        values[f + i]!;
    }
  }
  for (; token + 2 <= end; token += 2) {
    const a = token * size;
    const b = a + size;
    for (let i = 0; i < size; i += 1) sums[i] = sums[i]! + values[a + i]! + values[b + i]!;
  }
  if (token === end) return;
  const a = token * size;
  for (let i = 0; i < size; i += 1) sums[i] = sums[i]! + values[a + i]!;
}
