import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { linearFloat32 } from './linear-float32.ts';
import { linearInt4 } from './linear-int4.ts';
import { linearInt8 } from './linear-int8.ts';

/** How the weights of linear layers are kept: as they are, in 8 bits an input and output, in 4 bits. */
export type WeightForm = 'fp32' | 'q8' | 'q4';

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
  q4: linearInt4,
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
