import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { int4BlockSize, int4Weight } from './int4-weight.ts';
import { withBias } from './linear-float32.ts';

/** A linear layer with 4-bit weights in blocks of 32 inputs, multiplied in 8 bits where the processor does that faster. */
export function linearInt4(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias?: WeightTensor,
): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const { values, scales, zeroPoints } = int4Weight(weight);
  const product = graph.node(
    'MatMulNBits',
    [
      x,
      graph.weight(values, weight.name),
      graph.weight(scales, `${weight.name} scales`),
      graph.weight(zeroPoints, `${weight.name} zero points`),
    ],
    {
      domain: 'com.microsoft',
      attributes: {
        K: { int: inputs },
        N: { int: outputs },
        bits: { int: 4 },
        block_size: { int: int4BlockSize },
        accuracy_level: { int: 4 },
      },
    },
  );
  return withBias(graph, product, bias);
}
