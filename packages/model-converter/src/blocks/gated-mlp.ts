import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { linear, type WeightForm } from './linear.ts';

/** Weights of a feed-forward block `[out, in]`, and their biases `[out]` where the model has them. */
export interface GatedMlpWeights {
  readonly gate: WeightTensor;
  readonly up: WeightTensor;
  readonly down: WeightTensor;
  readonly gateBias?: WeightTensor;
  readonly upBias?: WeightTensor;
  readonly downBias?: WeightTensor;
}

/** `down(silu(gate(x)) * up(x))`, for `x [..., size]`; `forms` are those of gate and up, and of down. */
export function gatedMlp(
  graph: ConverterGraph,
  x: string,
  weights: GatedMlpWeights,
  forms: { readonly input: WeightForm; readonly output: WeightForm },
): string {
  const gate = linear(graph, x, weights.gate, weights.gateBias, forms.input);
  const up = linear(graph, x, weights.up, weights.upBias, forms.input);
  // x * sigmoid(alpha x) in one pass.
  const opened = graph.node('QuickGelu', [gate], {
    domain: 'com.microsoft',
    attributes: { alpha: { float: 1 } },
  });
  return linear(graph, graph.node('Mul', [opened, up]), weights.down, weights.downBias, forms.output);
}
