import { InvalidSettingError, InvalidTensorError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { InferenceSession, Tensor } from '../testing/onnxruntime.ts';
import { floatRows } from '../weights/float-rows.ts';
import { storedValues } from '../weights/stored-weight.ts';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { ConverterGraph } from './converter-graph.ts';
import { graphInMemory } from './graph-in-memory.ts';

const source = weightsInMemory({ table: { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) } });

describe('ConverterGraph', () => {
  test('runs with weights that are made in pieces', async () => {
    const graph = new ConverterGraph();
    const ids = graph.input('ids', 'int64', [1, 'sequence']);
    const table = graph.weight(floatRows(source.tensor('table')), 'table');
    const half = graph.weight(storedValues(Float32Array.of(0.5), 'float32', []));
    const rows = graph.node('Mul', [graph.node('Gather', [table, ids]), half]);
    graph.output(rows, 'float32', [1, 'sequence', 2], 'rows');
    const session = await InferenceSession.create(await graphInMemory(graph));
    const { rows: found } = await session.run({ ids: new Tensor('int64', BigInt64Array.of(2n, 0n), [1, 2]) });
    await session.release();
    expect(found?.dims).toEqual([1, 2, 2]);
    expect([...(found!.data as Float32Array)]).toEqual([2.5, 3, 0.5, 1]);
  });

  test('refuses a name that is taken, and a weight that makes other bytes than it says', async () => {
    const graph = new ConverterGraph();
    const stored = storedValues(Float32Array.of(1), 'float32', [1]);
    graph.weight(stored, 'a');
    expect(() => graph.weight(stored, 'a')).toThrow(InvalidSettingError);
    graph.weight({ ...stored, bytes: 8 }, 'b');
    await expect(graphInMemory(graph)).rejects.toThrow(InvalidTensorError);
  });

  test('checks weights where they are used', () => {
    const graph = new ConverterGraph();
    const table = graph.weight(floatRows(source.tensor('table')));
    const x = graph.input('x', 'float32', ['n', 3]);
    expect(graph.value(graph.node('MatMul', [x, table])).shape).toEqual(['n', 2]);
    expect(() => graph.node('MatMul', [table, x])).toThrow('[3, 2] times [n, 3]');
  });
});
