import type { WeightSource } from './weight-source.ts';

/** The same weights, which are read no further once the signal is aborted: `rows` then throws its reason. */
export function abortableWeights(source: WeightSource, signal: AbortSignal | undefined): WeightSource {
  if (!signal) return source;
  return {
    place: source.place,
    names: source.names,
    has: (name) => source.has(name),
    tensor(name) {
      const tensor = source.tensor(name);
      return {
        name: tensor.name,
        shape: tensor.shape,
        async rows(start, count) {
          signal.throwIfAborted();
          return tensor.rows(start, count);
        },
      };
    },
  };
}
