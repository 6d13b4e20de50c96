import type { WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { activate } from './activation.ts';
import { layerNorm } from './layer-norm.ts';
import { visionAttention } from './vision-attention.ts';
import { applyLinear, linearWeights } from './vision-linear.ts';
import type { VisionTowerShape } from './vision-shape.ts';

/** One layer of a vision tower on hidden states `x [frames, tokens, hiddenSize]`; `name` is that of the layer. */
export function visionLayer(
  graph: ConverterGraph,
  x: string,
  { heads, activation, normEpsilon }: Pick<VisionTowerShape, 'heads' | 'activation' | 'normEpsilon'>,
  source: WeightSource,
  name: string,
  form: WeightForm,
): string {
  const normed = layerNorm(graph, x, source, `${name}.layer_norm1`, normEpsilon);
  const attended = visionAttention(graph, normed, source, `${name}.self_attn`, heads, form);
  const between = graph.node('Add', [x, attended]);
  const read = layerNorm(graph, between, source, `${name}.layer_norm2`, normEpsilon);
  const wide = applyLinear(graph, read, linearWeights(source, `${name}.mlp.fc1`), form);
  const activated = activate(graph, wide, activation);
  return graph.node('Add', [
    between,
    applyLinear(graph, activated, linearWeights(source, `${name}.mlp.fc2`), form),
  ]);
}
