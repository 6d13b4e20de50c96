import type { WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { activate } from './activation.ts';
import { applyLinear, linearWeights } from './vision-linear.ts';
import type { VisionActivation } from './vision-shape.ts';

/** LLaVA's projector: two linear layers with an activation between them turn hidden states into embeddings of the language model. */
export function projector(
  graph: ConverterGraph,
  x: string,
  source: WeightSource,
  prefix: string,
  activation: VisionActivation,
  form: WeightForm,
): string {
  const wide = applyLinear(graph, x, linearWeights(source, `${prefix}linear_1`), form);
  return applyLinear(
    graph,
    activate(graph, wide, activation),
    linearWeights(source, `${prefix}linear_2`),
    form,
  );
}
