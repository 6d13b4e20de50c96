import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/** Normalises each token of `x [..., size]` to mean 0 and variance 1, then scales and shifts it. */
export function layerNorm(
  graph: ConverterGraph,
  x: string,
  source: WeightSource,
  name: string,
  epsilon: number,
): string {
  const [scale, shift] = ['weight', 'bias'].map((part) => {
    const tensor = source.tensor(`${name}.${part}`);
    return graph.weight(floatRows(tensor), tensor.name);
  });
  return graph.node('LayerNormalization', [x, scale!, shift!], {
    attributes: { epsilon: { float: epsilon } },
  });
}
