import type { KnownPictureStatistics } from '@slowfast/model-files';
import { InvalidTensorError, type KnownPictures } from '@slowfast/spec';

/**
 * The distance of a frame from the pictures that a model knows: that of the mean direction of its tokens, in standard deviations, over the root of
 * the width of a token, so that it is about 1 for a known picture. The length of a token says much of what it shows and little of whether
 * that is known, so it is left out.
 *
 * Cost: two passes over the tokens, and a product `[axes, size]` a frame.
 */
export function knownPictures(statistics: KnownPictureStatistics): KnownPictures {
  const { id, threshold, size } = statistics;
  return {
    id,
    threshold,
    async distances(tokens) {
      const [frames = 0, rows = 0, columns = 0, width] = tokens.shape;
      if (width !== size) {
        throw new InvalidTensorError({
          operation: 'The distance from known pictures',
          found: `tokens of [${tokens.shape.join(', ')}]`,
          expected: `[frames, rows, columns, ${size}]`,
        });
      }
      const values = await tokens.read();
      const length = rows * columns * size;
      return Array.from({ length: frames }, (_, frame) =>
        distance(
          meanDirection(values.subarray(frame * length, (frame + 1) * length), statistics),
          statistics,
        ),
      );
    },
  };
}

/** The mean of a frame's tokens `[tokens, size]`, each less the mean token and made one long. */
export function meanDirection(
  tokens: Float32Array,
  { size, tokenMean }: Pick<KnownPictureStatistics, 'size' | 'tokenMean'>,
): Float64Array {
  const sum = new Float64Array(size);
  const centred = new Float64Array(size);
  for (let start = 0; start < tokens.length; start += size) {
    let squares = 0;
    for (let i = 0; i < size; i += 1) {
      const value = tokens[start + i]! - tokenMean[i]!;
      centred[i] = value;
      squares += value * value;
    }
    const factor = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let i = 0; i < size; i += 1) sum[i] = sum[i]! + centred[i]! * factor;
  }
  const count = tokens.length / size;
  return sum.map((value) => value / count);
}

function distance(direction: Float64Array, statistics: KnownPictureStatistics): number {
  const { size, frameMean, axes, variances, restVariance } = statistics;
  let rest = 0;
  for (let i = 0; i < size; i += 1) rest += (direction[i]! - frameMean[i]!) ** 2;
  let total = 0;
  for (const [axis, variance] of variances.entries()) {
    let along = 0;
    for (let i = 0; i < size; i += 1) along += (direction[i]! - frameMean[i]!) * axes[axis * size + i]!;
    total += along ** 2 / variance;
    rest -= along ** 2;
  }
  // Rounding may leave a little less than nothing.
  return Math.sqrt((total + Math.max(0, rest) / restVariance) / size);
}
