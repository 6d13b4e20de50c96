import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import type { StoredWeight } from '../weights/stored-weight.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { transposedPieces } from './transposed-pieces.ts';

/** A linear layer with the weights as they are. */
export function linearFloat32(
  graph: ConverterGraph,
  x: string,
  weight: WeightTensor,
  bias?: WeightTensor,
): string {
  const stored = graph.weight(transposedFloat32Weight(weight), weight.name);
  return withBias(graph, graph.node('MatMul', [x, stored]), bias);
}

/** `x [..., out]` plus `bias [out]`, if there is one. */
export function withBias(graph: ConverterGraph, x: string, bias: WeightTensor | undefined): string {
  return bias ? graph.node('Add', [x, graph.weight(floatRows(bias), bias.name)]) : x;
}

/** A weight `[out, in]` in float32 as `[in, out]`, which a product with one row reads in order. */
function transposedFloat32Weight(weight: WeightTensor): StoredWeight {
  const [outputs, inputs] = weight.shape as [number, number];
  return {
    type: 'float32',
    shape: [inputs, outputs],
    bytes: 4 * inputs * outputs,
    pieces: () =>
      transposedPieces(
        weight,
        (length) => new Float32Array(length),
        ({ values }) => values,
      ),
  };
}
