import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import type { WeightTensor } from '../weights/weight-source.ts';

/** `x [..., size]` by the root of its mean square, times `weight [size]`: the norm of LLaMA and its kin. */
export function rmsNorm(graph: ConverterGraph, x: string, weight: WeightTensor, epsilon: number): string {
  return graph.node('SimplifiedLayerNormalization', [x, graph.weight(floatRows(weight), weight.name)], {
    attributes: { axis: { int: -1 }, epsilon: { float: epsilon } },
  });
}
