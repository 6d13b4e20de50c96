import {
  type ConverterGraph,
  floatRows,
  type StoredWeight,
  type WeightTensor,
} from '@slowfast/model-converter';

/** The precisions of published decoder graphs that are here. */
export type PublishedForm = 'fp32' | 'fp16' | 'int8' | 'uint8' | 'q4';

/** A product of `x [..., in]` and `weight [out, in]` as published decoder graphs have it. */
export const publishedProducts: Readonly<
  Record<PublishedForm, (graph: ConverterGraph, x: string, weight: WeightTensor) => string>
> = {
  fp32: plain,
  fp16: half,
  int8: (graph, x, weight) => eightBits(graph, x, weight, 'int8'),
  uint8: (graph, x, weight) => eightBits(graph, x, weight, 'uint8'),
  q4: fourBits,
};

function plain(graph: ConverterGraph, x: string, weight: WeightTensor): string {
  const transposed = graph.node('Transpose', [graph.weight(floatRows(weight))], {
    attributes: { perm: { ints: [1, 0] } },
  });
  return graph.node('MatMul', [x, transposed]);
}

function half(graph: ConverterGraph, x: string, weight: WeightTensor): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const values = filled('float16', [inputs, outputs], (piece) => {
    const bits = new Uint16Array(piece.buffer);
    // Of both signs, 0.016 to 0.031.
    for (let i = 0; i < bits.length; i += 1) bits[i] = 0x2400 | (Math.imul(i, 40_503) & 0x83ff);
  });
  const cast = (value: string, type: number) =>
    graph.node('Cast', [value], { attributes: { to: { int: type } } });
  return cast(graph.node('MatMul', [cast(x, 10), graph.weight(values)]), 1);
}

function eightBits(graph: ConverterGraph, x: string, weight: WeightTensor, type: 'int8' | 'uint8'): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const values = filled(type, [inputs, outputs], (piece) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = Math.imul(i, 40_503) >> 5;
  });
  const [rounded, scale, zeroPoint] = graph.nodeOutputs('DynamicQuantizeLinear', [x], {
    outputs: 3,
    gives: [
      { type: 'uint8', shape: graph.value(x).shape },
      { type: 'float32', shape: [] },
      { type: 'uint8', shape: [] },
    ],
  });
  const middle =
    type === 'int8'
      ? graph.constant(Int8Array.of(0), 'int8', [])
      : graph.constant(Uint8Array.of(128), 'uint8', []);
  const sums = graph.node('MatMulInteger', [rounded!, graph.weight(values), zeroPoint!, middle]);
  const scales = graph.node('Mul', [scale!, graph.constant(Float32Array.of(0.035 / 127), 'float32', [])]);
  return graph.node('Mul', [graph.node('Cast', [sums], { attributes: { to: { int: 1 } } }), scales]);
}

function fourBits(graph: ConverterGraph, x: string, weight: WeightTensor): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const blocks = Math.ceil(inputs / 32);
  const values = filled('uint8', [outputs, blocks, 16], (piece) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = (i * 37) & 255;
  });
  const scales = filled('float32', [outputs, blocks], (piece) => {
    new Float32Array(piece.buffer).fill(0.035 / 8);
  });
  return graph.node('MatMulNBits', [x, graph.weight(values), graph.weight(scales)], {
    domain: 'com.microsoft',
    attributes: { K: { int: inputs }, N: { int: outputs }, bits: { int: 4 }, block_size: { int: 32 } },
  });
}

const elementBytes = { int8: 1, uint8: 1, float16: 2, float32: 4 } as const;

/** Time does not depend on the values, so the peer's weights are any of the right size. */
function filled(
  type: keyof typeof elementBytes,
  shape: readonly number[],
  fill: (piece: Uint8Array) => void,
): StoredWeight {
  const bytes = elementBytes[type] * shape.reduce((product, size) => product * size, 1);
  return {
    type,
    shape,
    bytes,
    async *pieces() {
      const piece = new Uint8Array(bytes);
      fill(piece);
      yield piece;
    },
  };
}
