import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { type BlockBits, blockSize, blockWeight } from './block-weight.ts';
import { withBias } from './linear-float32.ts';

/** A linear layer with weights in blocks of 32 inputs, multiplied in 8 bits where the processor does that faster. */
export function linearBlocks(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias: WeightTensor | undefined,
  bits: BlockBits,
): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const { values, scales, zeroPoints } = blockWeight(weight, bits);
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
        bits: { int: bits },
        block_size: { int: blockSize },
        accuracy_level: { int: 4 },
      },
    },
  );
  return withBias(graph, product, bias);
}
