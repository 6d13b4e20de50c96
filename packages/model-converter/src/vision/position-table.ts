import type { WeightTensor } from '../weights/weight-source.ts';

/** Position embeddings `[1 + patches, size]` with the class embedding `[size]` added to the first: what is the same in every frame. */
export function positionTable(positions: WeightTensor, classToken: WeightTensor): WeightTensor {
  const size = positions.shape[1]!;
  return {
    name: `${positions.name} + ${classToken.name}`,
    shape: positions.shape,
    async rows(start, count) {
      const values = await positions.rows(start, count);
      if (start > 0 || count === 0) return values;
      // A vector's rows are its values.
      const added = await classToken.rows(0, size);
      for (let i = 0; i < size; i++) values[i]! += added[i]!;
      return values;
    },
  };
}
