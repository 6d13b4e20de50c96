import type { WeightForm } from '../blocks/linear.ts';
import { stackedWeight } from '../blocks/stacked-weight.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { applyLinear, linearWeights } from './vision-linear.ts';

/** Self-attention of every token of `x [frames, tokens, size]` over all tokens of its frame. `name` is that of the block. */
export function visionAttention(
  graph: ConverterGraph,
  x: string,
  source: WeightSource,
  name: string,
  heads: number,
  form: WeightForm,
): string {
  const parts = ['q_proj', 'k_proj', 'v_proj'].map((part) => linearWeights(source, `${name}.${part}`));
  const biases = parts.flatMap(({ bias }) => (bias ? [bias] : []));
  const packed = applyLinear(
    graph,
    x,
    {
      weight: stackedWeight(parts.map(({ weight }) => weight)),
      bias: biases.length === parts.length ? stackedWeight(biases) : undefined,
    },
    form,
  );
  const size = parts[0]!.weight.shape[0]!;
  const split = graph.nodeOutputs('Split', [packed, graph.int64s([size, size, size])], {
    attributes: { axis: { int: -1 } },
    outputs: 3,
  });
  // Scores of one block of queries at a time: they never leave the processor's cache.
  const mixed = graph.node('MultiHeadAttention', split, {
    domain: 'com.microsoft',
    attributes: { num_heads: { int: heads } },
    gives: [graph.value(split[0]!)],
  });
  return applyLinear(graph, mixed, linearWeights(source, `${name}.out_proj`), form);
}
