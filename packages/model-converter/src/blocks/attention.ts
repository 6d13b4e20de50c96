import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { attend } from './attend.ts';
import { linear, type WeightForm } from './linear.ts';
import type { Positions } from './positions.ts';
import { type RotaryTables, rotate } from './rotary.ts';
import { stackedWeight } from './stacked-weight.ts';

/** Weights of an attention block `[out, in]`, and their biases `[out]` where the model has them. */
export interface AttentionWeights {
  readonly query: WeightTensor;
  readonly key: WeightTensor;
  readonly value: WeightTensor;
  readonly output: WeightTensor;
  readonly queryBias?: WeightTensor;
  readonly keyBias?: WeightTensor;
  readonly valueBias?: WeightTensor;
  readonly outputBias?: WeightTensor;
}

/** What attention is told besides its weights; the same for all layers but for the past. */
export interface AttentionSettings {
  /** Heads of queries; a multiple of those of keys and values, which groups of them share. */
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly tables: RotaryTables;
  readonly positions: Positions;
  /** Keys and values of the tokens before `[past, keyValueHeads, headSize]`; keys are turned already. */
  readonly past: { readonly keys: string; readonly values: string };
  /** Of the weights of queries, keys and values, and of those of the output. */
  readonly forms: { readonly input: WeightForm; readonly output: WeightForm };
}

/** What attention gives. */
export interface AttentionResult {
  /** `[1, sequence, size]`. */
  readonly hidden: string;
  /** `[sequence, keyValueHeads, headSize]`, to be put behind those of the past by whoever owns them. */
  readonly keys: string;
  readonly values: string;
}

/** Causal self-attention of `x [1, sequence, size]` over the tokens before and itself. */
export function attention(
  graph: ConverterGraph,
  x: string,
  weights: AttentionWeights,
  settings: AttentionSettings,
): AttentionResult {
  const { heads, keyValueHeads, headSize, tables, positions, past, forms } = settings;
  const { queryBias, keyBias, valueBias } = weights;
  const packed = linear(
    graph,
    x,
    stackedWeight([weights.query, weights.key, weights.value]),
    queryBias && keyBias && valueBias && stackedWeight([queryBias, keyBias, valueBias]),
    forms.input,
  );
  const sizes = [heads, keyValueHeads, keyValueHeads].map((count) => count * headSize);
  const [query, key, value] = graph.nodeOutputs('Split', [packed, graph.int64s(sizes)], {
    attributes: { axis: { int: -1 } },
    outputs: 3,
  }) as [string, string, string];
  const reshaped = (name: string, shape: readonly number[]) =>
    graph.node('Reshape', [name, graph.int64s(shape)]);
  const turned = (name: string, count: number) =>
    reshaped(rotate(graph, name, { tables, heads: count, first: positions.past }), [-1, count, headSize]);
  const swapped = (name: string) =>
    graph.node('Transpose', [name], { attributes: { perm: { ints: [1, 0, 2] } } });
  const keys = turned(key, keyValueHeads);
  const values = reshaped(value, [-1, keyValueHeads, headSize]);
  const mixed = attend(graph, {
    queries: reshaped(swapped(turned(query, heads)), [keyValueHeads, -1, headSize]),
    past,
    added: { keys, values },
    heads,
    keyValueHeads,
    headSize,
    positions,
  });
  const perToken = reshaped(swapped(reshaped(mixed, [heads, -1, headSize])), [1, -1, heads * headSize]);
  return { hidden: linear(graph, perToken, weights.output, weights.outputBias, forms.output), keys, values };
}
