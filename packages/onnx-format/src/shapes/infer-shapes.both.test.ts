import { describe, expect, test } from 'vitest';
import { CheckedGraphBuilder } from '../checked-graph-builder.ts';
import { InferenceSession, Tensor } from '../testing/onnxruntime.ts';
import type { OnnxAttribute } from '../write-onnx-graph.ts';
import { writeOnnxModel } from '../write-onnx-model.ts';
import type { AxisSize } from './axis-size.ts';

const n = 3;
const [intZero, intOne, intTwo] = [{ int: 0 }, { int: 1 }, { int: 2 }];

/** A formula of `n`, computed. */
function computed(size: AxisSize): number {
  if (typeof size === 'number') return size;
  const inner = size.replace(/\(([^)]*)\)/g, (_, sum: string) => String(computed(sum)));
  const term = (text: string) =>
    text.split(' * ').reduce((product, factor) => product * (factor === 'n' ? n : Number(factor)), 1);
  return inner.split(' + ').reduce((sum, text) => sum + term(text), 0);
}

interface Case {
  readonly operator: string;
  readonly inputs: (graph: CheckedGraphBuilder, x: string) => readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>> | undefined;
  readonly domain?: string | undefined;
  readonly outputs?: number | undefined;
}

const floats = (graph: CheckedGraphBuilder, ...shape: readonly number[]) =>
  graph.constant(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5), 'float32', shape);
const scalar = (graph: CheckedGraphBuilder, value: number) =>
  graph.constant(BigInt64Array.of(BigInt(value)), 'int64', []);
const one = (_: CheckedGraphBuilder, x: string) => [x];
const microsoft = 'com.microsoft';

/** `x` is `[n, 4, 6]`. */
const cases: readonly Case[] = [
  { operator: 'Softmax', inputs: one },
  { operator: 'Gelu', inputs: one },
  { operator: 'QuickGelu', inputs: one, domain: microsoft },
  { operator: 'Add', inputs: (graph, x) => [x, floats(graph, 4, 1)] },
  { operator: 'Mul', inputs: (graph, x) => [floats(graph, 2, 1, 1, 6), x] },
  { operator: 'Less', inputs: (graph, x) => [x, floats(graph)] },
  { operator: 'Where', inputs: (graph, x) => [graph.node('Less', [x, floats(graph)]), x, floats(graph, 6)] },
  { operator: 'MatMul', inputs: (graph, x) => [x, floats(graph, 6, 5)] },
  { operator: 'MatMul', inputs: (graph, x) => [floats(graph, 2, 1, 5, 4), x] },
  {
    operator: 'FusedMatMul',
    inputs: (graph, x) => [x, floats(graph, 5, 6)],
    attributes: { transB: intOne },
    domain: microsoft,
  },
  {
    operator: 'FusedMatMul',
    inputs: (graph, x) => [x, floats(graph, 1, 4, 5)],
    attributes: { transA: intOne },
    domain: microsoft,
  },
  {
    operator: 'FusedMatMul',
    inputs: (graph, x) => [floats(graph, 4, 5, 6), x],
    attributes: { transBatchB: intOne, transB: intOne },
    domain: microsoft,
  },
  {
    operator: 'Gemm',
    inputs: (graph) => [floats(graph, 2, 3), floats(graph, 5, 3), floats(graph, 5)],
    attributes: { transB: intOne },
  },
  {
    operator: 'DynamicQuantizeMatMul',
    inputs: (graph, x) => [
      x,
      graph.constant(new Int8Array(30), 'int8', [6, 5]),
      floats(graph, 5),
      '',
      floats(graph, 5),
    ],
    domain: microsoft,
  },
  {
    operator: 'MatMulNBits',
    inputs: (graph, x) => [
      x,
      graph.constant(new Uint8Array(5 * 16), 'uint8', [5, 1, 16]),
      floats(graph, 5, 1),
    ],
    attributes: { K: { int: 6 }, N: { int: 5 }, bits: { int: 4 }, block_size: { int: 32 } },
    domain: microsoft,
  },
  {
    operator: 'Conv',
    inputs: (graph) => [floats(graph, 1, 3, 15, 14), floats(graph, 8, 3, 4, 4)],
    attributes: { strides: { ints: [4, 4] }, pads: { ints: [0, 1, 0, 1] } },
  },
  { operator: 'Concat', inputs: (graph, x) => [x, x, floats(graph, 2, 4, 6)], attributes: { axis: intZero } },
  { operator: 'Reshape', inputs: (graph, x) => [x, graph.int64s([0, -1, 2])] },
  { operator: 'Reshape', inputs: (graph, x) => [x, graph.int64s([-1, 6])] },
  { operator: 'Transpose', inputs: one, attributes: { perm: { ints: [1, 2, 0] } } },
  { operator: 'Transpose', inputs: one },
  { operator: 'Split', inputs: one, attributes: { axis: intTwo, num_outputs: intTwo }, outputs: 2 },
  {
    operator: 'Split',
    inputs: (graph, x) => [x, graph.int64s([1, 5])],
    attributes: { axis: { int: -1 } },
    outputs: 2,
  },
  { operator: 'Unsqueeze', inputs: (graph, x) => [x, graph.int64s([0, -1])] },
  { operator: 'Squeeze', inputs: (graph) => [floats(graph, 1, 3, 1), graph.int64s([0])] },
  { operator: 'Gather', inputs: (graph, x) => [x, graph.int64s([-1])], attributes: { axis: intOne } },
  { operator: 'Gather', inputs: (graph, x) => [x, scalar(graph, 0)], attributes: { axis: intZero } },
  { operator: 'Slice', inputs: (graph, x) => [x, graph.int64s([1]), graph.int64s([-1]), graph.int64s([1])] },
  {
    operator: 'Slice',
    inputs: (graph, x) => [x, graph.int64s([5]), graph.int64s([-9]), graph.int64s([2]), graph.int64s([-2])],
  },
  {
    operator: 'Slice',
    inputs: (graph, x) => [x, graph.int64s([-2]), graph.int64s([2 ** 40]), graph.int64s([0])],
  },
  { operator: 'Expand', inputs: (graph, x) => [x, graph.int64s([2, 1, 4, 6])] },
  { operator: 'Tile', inputs: (graph, x) => [x, graph.int64s([2, 1, 3])] },
  { operator: 'Flatten', inputs: one, attributes: { axis: intTwo } },
  { operator: 'ReduceMean', inputs: (graph, x) => [x, graph.int64s([-1])] },
  {
    operator: 'ReduceSum',
    inputs: (graph, x) => [x, graph.int64s([0, 2])],
    attributes: { keepdims: intZero },
  },
  { operator: 'ReduceMax', inputs: one, attributes: { keepdims: intZero } },
  { operator: 'ArgMax', inputs: one, attributes: { axis: intOne } },
  { operator: 'LayerNormalization', inputs: (graph, x) => [x, floats(graph, 6), floats(graph, 6)] },
  { operator: 'SimplifiedLayerNormalization', inputs: (graph, x) => [x, floats(graph, 6)] },
  { operator: 'Shape', inputs: one },
  { operator: 'Size', inputs: one },
  { operator: 'Cast', inputs: one, attributes: { to: { int: 7 } } },
  { operator: 'Range', inputs: (graph) => [scalar(graph, 0), scalar(graph, 7), scalar(graph, 1)] },
  { operator: 'ConstantOfShape', inputs: (graph) => [graph.int64s([2, 5])] },
];

describe('what is inferred is what onnxruntime gives', () => {
  test.each(cases.map((each, i) => ({ ...each, i })))(
    '$operator, case $i',
    async ({ operator, inputs, attributes, domain, outputs }) => {
      const graph = new CheckedGraphBuilder();
      const x = graph.input('x', 'float32', ['n', 4, 6]);
      const names = graph.nodeOutputs(operator, inputs(graph, x), { attributes, domain, outputs });
      for (const name of names) graph.output(name, graph.value(name).type, graph.value(name).shape);
      const session = await InferenceSession.create(
        writeOnnxModel(graph.build(), { opset: 21, irVersion: 10 }),
      );
      const results = await session.run({ x: new Tensor('float32', new Float32Array(n * 24), [n, 4, 6]) });
      await session.release();
      for (const name of names) {
        const { type, shape, numbers } = graph.value(name);
        expect(shape).not.toContain(-1);
        expect({ type, shape: shape.map(computed) }).toEqual({
          type: results[name]!.type,
          shape: results[name]!.dims,
        });
        if (numbers)
          expect(numbers.map(computed)).toEqual([...(results[name]!.data as BigInt64Array)].map(Number));
      }
    },
  );
});
