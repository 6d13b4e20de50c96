import { linear, type WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import type { WeightSource, WeightTensor } from '../weights/weight-source.ts';

/** What a linear layer is made of. */
export interface LinearWeights {
  /** `[out, in]` */
  readonly weight: WeightTensor;
  /** `[out]`; absent where the checkpoint has none. */
  readonly bias: WeightTensor | undefined;
  /** `[in]`, what the input is multiplied with first; absent where nothing is to be evened out. */
  readonly inputScale?: WeightTensor | undefined;
}

/** Name of the numbers that the input of a linear layer is multiplied with. */
export function inputScaleName(layer: string): string {
  return `${layer}.input_scale`;
}

/**
 * What a linear layer is made of, by the layer's name.
 *
 * @throws ModelInvalidError when there is no weight.
 */
export function linearWeights(source: WeightSource, name: string): LinearWeights {
  const optional = (full: string) => (source.has(full) ? source.tensor(full) : undefined);
  return {
    weight: source.tensor(`${name}.weight`),
    bias: optional(`${name}.bias`),
    inputScale: optional(inputScaleName(name)),
  };
}

/** A linear layer of `x [..., in]`; gives `[..., out]`. */
export function applyLinear(
  graph: ConverterGraph,
  x: string,
  { weight, bias, inputScale }: LinearWeights,
  form: WeightForm,
): string {
  const input = inputScale ? graph.node('Mul', [x, graph.weight(floatRows(inputScale), inputScale.name)]) : x;
  return linear(graph, input, weight, bias, form);
}
