import type { Kernel } from './filters.ts';

/** Fraction bits of the weights: 32 less 8 for the sample and 2 for overshoot, as in Pillow. */
export const precisionBits = 22;

/** For each output position of one axis: which inputs it is made of, and their weights. */
export interface Coefficients {
  /** First input of each output. */
  readonly starts: Int32Array;
  /** Number of inputs of each output. */
  readonly counts: Int32Array;
  /** Weights with {@link precisionBits} fraction bits, `[outputs, stride]`. */
  readonly weights: Int32Array;
  /** Weights reserved per output. */
  readonly stride: number;
}

/** The weights that Pillow uses to resample one axis; the kernel is widened when shrinking, which is the antialiasing. */
export function createCoefficients(fromSize: number, toSize: number, kernel: Kernel): Coefficients {
  const scale = fromSize / toSize;
  const kernelScale = Math.max(scale, 1);
  const support = kernel.support * kernelScale;
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(toSize);
  const counts = new Int32Array(toSize);
  const weights = new Int32Array(toSize * stride);
  const exact = new Float64Array(stride);
  for (let to = 0; to < toSize; to++) {
    const center = (to + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(fromSize, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      exact[k] = kernel.weight((k + start - center + 0.5) * (1 / kernelScale));
      sum += exact[k]!;
    }
    for (let k = 0; k < count; k++) {
      const weight = (sum === 0 ? exact[k]! : exact[k]! / sum) * 2 ** precisionBits;
      weights[to * stride + k] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    starts[to] = start;
    counts[to] = count;
  }
  return { starts, counts, weights, stride };
}
