import { InvalidTensorError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { CheckedGraphBuilder } from './checked-graph-builder.ts';
import { InferenceSession, Tensor } from './testing/onnxruntime.ts';
import { writeOnnxModel } from './write-onnx-model.ts';

describe('CheckedGraphBuilder', () => {
  test('follows formulas of named sizes', () => {
    const graph = new CheckedGraphBuilder();
    const past = graph.input('past', 'float32', ['past', 2, 8]);
    const fresh = graph.input('fresh', 'float32', ['sequence', 2, 8]);
    const all = graph.node('Concat', [past, fresh], { attributes: { axis: { int: 0 } } });
    expect(graph.value(all).shape).toEqual(['past + sequence', 2, 8]);
    const flat = graph.node('Reshape', [all, graph.int64s([-1, 4])]);
    expect(graph.value(flat).shape).toEqual(['4 * (past + sequence)', 4]);
    const back = graph.node('Reshape', [flat, graph.int64s([-1, 2, 8])]);
    expect(graph.value(back).shape).toEqual(['past + sequence', 2, 8]);
  });

  test('follows shapes that are computed', () => {
    const graph = new CheckedGraphBuilder();
    const x = graph.input('x', 'float32', [1, 'sequence', 6]);
    const length = graph.node('Shape', [x], { attributes: { start: { int: 1 }, end: { int: 2 } } });
    const sizes = graph.node('Concat', [length, graph.int64s([2, 3])], { attributes: { axis: { int: 0 } } });
    expect(graph.value(graph.node('Reshape', [x, sizes])).shape).toEqual(['sequence', 2, 3]);
  });

  test.each<[string, (graph: CheckedGraphBuilder, x: string) => void]>([
    [
      'an axis that is not there',
      (graph, x) => graph.node('Concat', [x, x], { attributes: { axis: { int: 3 } } }),
    ],
    ['inner sizes that differ', (graph, x) => graph.node('MatMul', [x, x])],
    [
      'shapes that do not broadcast',
      (graph, x) => graph.node('Add', [x, graph.constant(new Float32Array(3), 'float32', [3])]),
    ],
    ['another number of values', (graph, x) => graph.node('Reshape', [x, graph.int64s([2, 1, 5])])],
    ['types that differ', (graph, x) => graph.node('Add', [x, graph.int64s([1])])],
    [
      'an order without an axis',
      (graph, x) => graph.node('Transpose', [x], { attributes: { perm: { ints: [0, 1] } } }),
    ],
    ['an operator without a rule', (graph, x) => graph.node('Unheard', [x])],
    ['a value that is not there', (graph) => graph.node('Relu', ['nothing'])],
    ['an output of another shape', (graph, x) => graph.output(x, 'float32', ['n', 4, 7])],
  ])('refuses %s where it is made', (_, build) => {
    const graph = new CheckedGraphBuilder();
    const x = graph.input('x', 'float32', ['n', 4, 6]);
    expect(() => build(graph, x)).toThrow(InvalidTensorError);
  });

  test('takes operators without a rule when their outputs are declared', () => {
    const graph = new CheckedGraphBuilder();
    const x = graph.input('x', 'float32', [2]);
    const y = graph.node('Unheard', [x], { gives: [{ type: 'float32', shape: [3] }] });
    expect(graph.value(y).shape).toEqual([3]);
  });

  test('writes branches, which use values of the graph around them', async () => {
    const graph = new CheckedGraphBuilder();
    const x = graph.input('x', 'float32', ['n']);
    const isEmpty = graph.node('Equal', [
      graph.node('Size', [x]),
      graph.constant(BigInt64Array.of(0n), 'int64', []),
    ]);
    const five = graph.constant(Float32Array.of(5), 'float32', [1]);
    const branches = {
      then_branch: { graph: graph.branch(() => graph.node('Identity', [five]), 'float32', ['m']) },
      else_branch: { graph: graph.branch(() => graph.node('Add', [x, five]), 'float32', ['m']) },
    };
    graph.output(graph.node('If', [isEmpty], { attributes: branches }), 'float32', ['m'], 'y');
    const session = await InferenceSession.create(writeOnnxModel(graph.build()));
    const run = async (values: readonly number[]) => {
      const { y } = await session.run({
        x: new Tensor('float32', Float32Array.from(values), [values.length]),
      });
      return [...(y!.data as Float32Array)];
    };
    expect([await run([]), await run([1, 2])]).toEqual([[5], [6, 7]]);
    await session.release();
  });
});
