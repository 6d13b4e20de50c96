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

/**
 * The same with `groups` of inputs, each with weights and scales of its own: an input that is far larger than the others
 * costs only those of its group. There are fewer groups where they would not be of one size.
 */
export function linearInt8InGroups(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias: WeightTensor | undefined,
  groups: number,
): string {
  const whole = weight.shape[1]!;
  let count = groups;
  while (whole % count !== 0) count -= 1;
  const inputs = whole / count;
  const parts = graph.nodeOutputs('Split', [x, graph.int64s(Array<number>(count).fill(inputs))], {
    attributes: { axis: { int: -1 } },
    outputs: count,
  });
  const products = parts.map((part, i) => int8Product(graph, part, columns(weight, i * inputs, inputs)));
  return withBias(
    graph,
    products.reduce((sum, product) => graph.node('Add', [sum, product])),
    bias,
  );
}

/** The columns `[first, first + count)` of a weight. */
function columns(weight: WeightTensor, first: number, count: number): WeightTensor {
  const [outputs, inputs] = weight.shape as [number, number];
  return {
    name: `${weight.name} inputs from ${first}`,
    shape: [outputs, count],
    async rows(start, rows) {
      const values = await weight.rows(start, rows);
      const kept = new Float32Array(rows * count);
      for (let row = 0; row < rows; row++) {
        const from = row * inputs + first;
        kept.set(values.subarray(from, from + count), row * count);
      }
      return kept;
    },
  };
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
