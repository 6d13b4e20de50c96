import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { int8Weight } from './int8-weight.ts';
import { withBias } from './linear-float32.ts';

/**
 * A linear layer with signed 8-bit weights, a scale for each output. The product takes one scale for all of its left side,
 * so each token is divided by its largest value first: tokens that are far larger than the others, as language models
 * have them, would leave nothing of those.
 */
export function linearInt8(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias?: WeightTensor,
): string {
  return withBias(graph, int8Product(graph, x, weight), bias);
}

function int8Product(graph: ConverterGraph, x: string, weight: WeightTensor): string {
  const { values, scales } = int8Weight(weight);
  const largest = graph.node('ReduceMax', [graph.node('Abs', [x]), graph.int64s([-1])]);
  // A token of zeros stays one.
  const size = graph.node('Max', [largest, graph.constant(Float32Array.of(1e-30), 'float32', [])]);
  const product = graph.node(
    'DynamicQuantizeMatMul',
    [
      graph.node('Div', [x, size]),
      graph.weight(values, weight.name),
      graph.weight(scales, `${weight.name} scales`),
    ],
    { domain: 'com.microsoft' },
  );
  return graph.node('Mul', [product, size]);
}
