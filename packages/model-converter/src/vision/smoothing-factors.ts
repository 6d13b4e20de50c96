import { rowChunks } from '../blocks/row-chunks.ts';
import type { WeightTensor } from '../weights/weight-source.ts';

/** One number a channel, computed when it is first asked for. */
export type ChannelNumbers = () => Promise<Float32Array>;

/** Computes once, and not before it is asked for. */
function once(compute: ChannelNumbers): ChannelNumbers {
  let found: Promise<Float32Array> | undefined;
  return () => {
    found ??= compute();
    return found;
  };
}

/**
 * By what the channels between a value and its linear layers are divided, so that value and weights share the range of 8 bits:
 * `sqrt(size / weight)` as in SmoothQuant (https://arxiv.org/abs/2211.10438, equation 4 with alpha 0.5), their geometric mean
 * being 1. There, sizes are the largest values of calibration data and weights the largest of a column; here sizes are estimates
 * from the weights before, and weights the root mean square of a column, each row by the size of what it gives: rows have
 * scales of their own, so those with large values must not decide for all.
 *
 * @param sizes of the value's channels, `[in]`.
 * @param weights `[out, in]` that read the value.
 */
export function smoothingFactors(sizes: ChannelNumbers, weights: readonly WeightTensor[]): ChannelNumbers {
  return once(async () => {
    const factors = Float32Array.from(await sizes());
    const squares = new Float64Array(factors.length);
    for (const weight of weights) await addSquares(squares, weight, factors);
    let logarithms = 0;
    for (const [channel, size] of factors.entries()) {
      const ratio = size / Math.sqrt(squares[channel]!);
      // A channel that carries nothing, or that nothing reads, stays as it is.
      factors[channel] = ratio > 0 && ratio < Infinity ? Math.sqrt(ratio) : 1;
      logarithms += Math.log(factors[channel]!);
    }
    const mean = Math.exp(logarithms / factors.length);
    return factors.map((factor) => factor / mean);
  });
}

/** Adds the squares of each column, rows divided by the size of what they give. */
async function addSquares(squares: Float64Array, weight: WeightTensor, sizes: Float32Array): Promise<void> {
  for await (const { values, count } of rowChunks(weight)) {
    for (let row = 0; row < count; row++) {
      const start = row * sizes.length;
      let given = 0;
      for (let i = 0; i < sizes.length; i++) given += (values[start + i]! * sizes[i]!) ** 2;
      if (given === 0) continue;
      for (let i = 0; i < sizes.length; i++) squares[i]! += values[start + i]! ** 2 / given;
    }
  }
}

/** Channels of which nothing is known. */
export function evenSizes(channels: number): ChannelNumbers {
  return async () => new Float32Array(channels).fill(1);
}

/** How large the channels behind a normalisation are: the root mean square that a normal distribution has there. */
export function sizesBehindNorm(scale: WeightTensor, shift: WeightTensor): ChannelNumbers {
  return once(async () => {
    const [scales, shifts] = await Promise.all([allValues(scale), allValues(shift)]);
    return scales.map((value, channel) => Math.hypot(value, shifts[channel]!));
  });
}

/** How large the outputs of a linear layer are, for inputs of the given sizes that are independent of one another. */
export function sizesBehindLinear(
  inputs: ChannelNumbers,
  weight: WeightTensor,
  bias: WeightTensor | undefined,
): ChannelNumbers {
  return once(async () => {
    const sizes = await inputs();
    const shifts = bias && (await allValues(bias));
    const found = new Float32Array(weight.shape[0]!);
    for await (const { start, count, values } of rowChunks(weight)) {
      for (let row = 0, at = 0; row < count; row++) {
        let sum = (shifts?.[start + row] ?? 0) ** 2;
        for (const size of sizes) sum += (values[at++]! * size) ** 2;
        found[start + row] = Math.sqrt(sum);
      }
    }
    return found;
  });
}

function allValues(vector: WeightTensor): Promise<Float32Array> {
  return vector.rows(0, vector.shape[0]!);
}
