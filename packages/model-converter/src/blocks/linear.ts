import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { linearBlocks } from './linear-blocks.ts';
import { linearFloat32 } from './linear-float32.ts';
import { linearInt8, linearInt8InGroups } from './linear-int8.ts';

/**
 * How the weights of a linear layer are kept: as they are; in 8 bits with a scale for each output, fast for many tokens, and
 * the same with two or four groups of inputs; in blocks of 4 or 8 bits, fast for one token, but not on WebAssembly.
 */
export type WeightForm = 'fp32' | 'q8' | 'q8-halves' | 'q8-quarters' | 'q4' | 'q8-blocks';

/** A linear layer in one form: `x [..., in]` times `weight [out, in]`, plus `bias [out]`, gives `[..., out]`. */
export type LinearForm = (
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias?: WeightTensor,
) => string;

const forms: Readonly<Record<WeightForm, LinearForm>> = {
  fp32: linearFloat32,
  q8: linearInt8,
  'q8-halves': (graph, x, weight, bias) => linearInt8InGroups(graph, x, weight, bias, 2),
  'q8-quarters': (graph, x, weight, bias) => linearInt8InGroups(graph, x, weight, bias, 4),
  q4: (graph, x, weight, bias) => linearBlocks(graph, x, weight, bias, 4),
  'q8-blocks': (graph, x, weight, bias) => linearBlocks(graph, x, weight, bias, 8),
};

/** A linear layer: `x [..., in]` times `weight [out, in]`, plus `bias [out]` if there is one, gives `[..., out]`. */
export function linear(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias: WeightTensor | undefined,
  form: WeightForm,
): string {
  return forms[form](graph, x, weight, bias);
}
