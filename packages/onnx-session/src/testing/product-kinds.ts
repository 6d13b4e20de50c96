import type { QuantizedProduct } from '@slowfast/onnx-format';

const microsoft = 'com.microsoft';
const operators = [
  { operator: 'DynamicQuantizeMatMul', domain: microsoft, opset: 1 },
  { operator: 'MatMulIntegerToFloat', domain: microsoft, opset: 1 },
  { operator: 'QGemm', domain: microsoft, opset: 1 },
  ...[13, 21].flatMap((opset) =>
    ['MatMulInteger', 'ConvInteger', 'QLinearMatMul', 'QLinearConv', 'MatMul', 'Gemm', 'Conv'].map(
      (operator) => ({
        ...{ operator, domain: '', opset },
      }),
    ),
  ),
];

/** Every kind of 8-bit product that has a known result. */
export const productKinds: readonly QuantizedProduct[] = [
  ...operators.flatMap((operator) =>
    (['int8', 'uint8'] as const).flatMap((weightType) =>
      (['graph', 'outer-graph', 'computed'] as const).map((weights) => ({
        ...operator,
        weightType,
        weights,
      })),
    ),
  ),
  ...[2, 4, 8].flatMap((bits) =>
    [16, 32, 128].flatMap((blockSize) =>
      [0, 4].map((accuracyLevel) => ({
        ...{ operator: 'MatMulNBits', domain: microsoft, opset: 1, weights: 'graph' as const },
        ...{ weightType: 'uint8' as const, bits, blockSize, accuracyLevel },
      })),
    ),
  ),
];

/** One of each operator with signed weights, one of each place that they may have, and blocks as the converter writes them. */
export const fewProductKinds: readonly QuantizedProduct[] = productKinds.filter(
  ({ operator, opset, weightType, weights, blockSize, accuracyLevel }) => {
    if (operator === 'MatMulNBits') return blockSize === 32 && accuracyLevel === 4;
    if (opset > 13 || weightType !== 'int8') return false;
    return weights === 'graph' || operator === 'MatMulInteger';
  },
);
