import type { KnownPictureStatistics } from '@slowfast/model-files';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * The normal distribution of directions `[size]` by its `rank` widest axes and the mean variance across all others: Tipping and Bishop,
 * Probabilistic principal component analysis, 1999.
 */
export function fitStatistics(
  directions: readonly Float64Array[],
  rank: number,
): Pick<KnownPictureStatistics, 'frameMean' | 'axes' | 'variances' | 'restVariance'> {
  const size = directions[0]!.length;
  const mean = new Float64Array(size);
  for (const direction of directions) {
    for (let i = 0; i < size; i += 1) mean[i] = mean[i]! + direction[i]! / directions.length;
  }
  const covariance = Matrix.zeros(size, size);
  for (const direction of directions) {
    for (let i = 0; i < size; i += 1) {
      const off = (direction[i]! - mean[i]!) / (directions.length - 1);
      for (let j = 0; j <= i; j += 1) {
        covariance.set(i, j, covariance.get(i, j) + off * (direction[j]! - mean[j]!));
      }
    }
  }
  for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) covariance.set(j, i, covariance.get(i, j));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const rest = order.slice(rank).map((i) => realEigenvalues[i]!);
  return {
    frameMean: Float32Array.from(mean),
    axes: Float32Array.from(order.slice(0, rank).flatMap((i) => eigenvectorMatrix.getColumn(i))),
    variances: Float32Array.from(order.slice(0, rank), (i) => realEigenvalues[i]!),
    restVariance: rest.reduce((sum, value) => sum + value, 0) / rest.length,
  };
}
