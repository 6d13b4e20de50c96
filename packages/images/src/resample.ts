import { type Coefficients, precisionBits } from './coefficients.ts';

const half = 1 << (precisionBits - 1);

/** Resamples the rows of a picture: RGB `[height, fromWidth, 3]` to `[height, outputs, 3]`, rounded to 8 bits. */
export function resampleRows(
  from: Uint8Array,
  fromWidth: number,
  height: number,
  axis: Coefficients,
  to: Uint8ClampedArray,
): void {
  const { starts, counts, weights, stride } = axis;
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = y * fromWidth * 3;
    for (let x = 0; x < starts.length; x++) {
      let red = half;
      let green = half;
      let blue = half;
      let source = row + starts[x]! * 3;
      const first = x * stride;
      const end = first + counts[x]!;
      for (let k = first; k < end; k++, source += 3) {
        const weight = weights[k]!;
        // `| 0` keeps the sums whole numbers to the compiler: a third faster.
        red = (red + Math.imul(from[source]!, weight)) | 0;
        green = (green + Math.imul(from[source + 1]!, weight)) | 0;
        blue = (blue + Math.imul(from[source + 2]!, weight)) | 0;
      }
      to[target] = red >> precisionBits;
      to[target + 1] = green >> precisionBits;
      to[target + 2] = blue >> precisionBits;
      target += 3;
    }
  }
}

/** Resamples the columns of a picture: `[fromHeight, rowBytes]` to `[outputs, rowBytes]`, rounded to 8 bits. */
export function resampleColumns(
  from: Uint8Array | Uint8ClampedArray,
  rowBytes: number,
  axis: Coefficients,
  to: Uint8ClampedArray,
): void {
  const { starts, counts, weights, stride } = axis;
  const sums = new Int32Array(rowBytes);
  for (let y = 0; y < starts.length; y++) {
    sums.fill(half);
    const first = y * stride;
    const end = first + counts[y]!;
    let k = first;
    let source = starts[y]! * rowBytes;
    // Four rows at once, as each sum is then read and written a quarter as often: 1.5 times as fast.
    for (; k + 4 <= end; k += 4, source += 4 * rowBytes) {
      const [a, b, c, d] = [weights[k]!, weights[k + 1]!, weights[k + 2]!, weights[k + 3]!];
      const [second, third, fourth] = [source + rowBytes, source + 2 * rowBytes, source + 3 * rowBytes];
      for (let x = 0; x < rowBytes; x++) {
        const upper = Math.imul(from[source + x]!, a) + Math.imul(from[second + x]!, b);
        const lower = Math.imul(from[third + x]!, c) + Math.imul(from[fourth + x]!, d);
        sums[x] = (sums[x]! + upper + lower) | 0;
      }
    }
    for (; k < end; k++, source += rowBytes) {
      const weight = weights[k]!;
      for (let x = 0; x < rowBytes; x++) sums[x] = sums[x]! + Math.imul(from[source + x]!, weight);
    }
    const target = y * rowBytes;
    for (let x = 0; x < rowBytes; x++) to[target + x] = sums[x]! >> precisionBits;
  }
}
