import { ModelInvalidError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { bytesInMemory, OnnxGraphBuilder, readOnnxInitializers, writeOnnxModel } from './index.ts';
import { fixtures } from './testing/fixtures.ts';

test('values that were written are read back', async () => {
  const graph = new OnnxGraphBuilder();
  const table = Float32Array.of(0.5, -1, 2, 3e-9, 4, 5);
  const rows = graph.input('rows', 'int64', ['n']);
  graph.output(
    graph.node('Gather', [graph.constant(table, 'float32', [3, 2]), rows]),
    'float32',
    ['n', 2],
    'y',
  );
  graph.output(graph.int64s([7]), 'int64', [1], 'seven');
  const found = await readOnnxInitializers(bytesInMemory(writeOnnxModel(graph.build())));
  expect(found.map(({ type, shape }) => ({ type, shape }))).toEqual([
    { type: 'float32', shape: [3, 2] },
    { type: 'int64', shape: [1] },
  ]);
  const [values, sevens] = await Promise.all(found.map((initializer) => initializer.read()));
  expect([...new Float32Array(values!.buffer as ArrayBuffer)]).toEqual([...table]);
  expect([...new BigInt64Array(sevens!.buffer as ArrayBuffer)]).toEqual([7n]);
});

test('values of a file by the official library', async () => {
  const found = await readOnnxInitializers(bytesInMemory(await fixtures.bytes('kinds.onnx')));
  const factor = found.find(({ name }) => name === 'factor')!;
  expect(factor).toMatchObject({ type: 'float32', shape: [1] });
  expect(new DataView((await factor.read()).buffer).getFloat32(0, true)).toBe(2);
});

test('values in another file are told, as is a file that is cut', async () => {
  const found = await readOnnxInitializers(bytesInMemory(await fixtures.bytes('external.onnx')));
  const [five, table] = ['five', 'table'].map((wanted) => found.find(({ name }) => name === wanted)!);
  expect([...new BigInt64Array((await five!.read()).buffer as ArrayBuffer)]).toEqual([5n]);
  expect(table!.shape).toEqual([2, 1024]);
  await expect(table!.read()).rejects.toThrow(ModelInvalidError);
  const cut = (await fixtures.bytes('kinds.onnx')).subarray(0, 40);
  await expect(readOnnxInitializers(bytesInMemory(cut))).rejects.toThrow(ModelInvalidError);
});
