import type { WeightTensor } from '../weights/weight-source.ts';
import type { ChannelNumbers } from './smoothing-factors.ts';

/** By what a weight is changed. */
export interface WeightScaling {
  /** Each row of `[out, in]`, or value of a vector, is divided by its number. */
  readonly rowsBy?: ChannelNumbers | undefined;
  /** Each column of `[out, in]` is multiplied by its number. */
  readonly columnsBy?: ChannelNumbers | undefined;
}

/** A weight of two axes, or a vector, with rows and columns scaled as they are read. */
export function scaledWeight(weight: WeightTensor, { rowsBy, columnsBy }: WeightScaling): WeightTensor {
  return {
    name: weight.name,
    shape: weight.shape,
    async rows(start, count) {
      const values = await weight.rows(start, count);
      const divisors = await rowsBy?.();
      const factors = await columnsBy?.();
      const length = values.length / Math.max(1, count);
      for (let row = 0, at = 0; row < count; row++) {
        const divisor = divisors?.[start + row] ?? 1;
        for (let column = 0; column < length; column++, at++) {
          values[at] = (values[at]! / divisor) * (factors?.[column] ?? 1);
        }
      }
      return values;
    },
  };
}
