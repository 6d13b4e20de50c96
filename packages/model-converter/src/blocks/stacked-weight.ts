import type { WeightTensor } from '../weights/weight-source.ts';

/**
 * Several weights `[out, in]` as one, the rows of the first on top: what reads the same input is then one product. Nothing
 * is read before rows are asked for.
 */
export function stackedWeight(weights: readonly WeightTensor[]): WeightTensor {
  const [first] = weights as [WeightTensor, ...WeightTensor[]];
  const rowLength = first.shape.slice(1).reduce((a, b) => a * b, 1);
  const rows = weights.reduce((sum, weight) => sum + weight.shape[0]!, 0);
  return {
    name: weights.map(({ name }) => name).join(' + '),
    shape: [rows, ...first.shape.slice(1)],
    async rows(start, count) {
      const values = new Float32Array(count * rowLength);
      let top = 0;
      for (const weight of weights) {
        const bottom = top + weight.shape[0]!;
        const from = Math.max(start, top);
        const to = Math.min(start + count, bottom);
        if (from < to) values.set(await weight.rows(from - top, to - from), (from - start) * rowLength);
        top = bottom;
      }
      return values;
    },
  };
}
