import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesInMemory, readOnnxSignature } from '@slowfast/onnx-format';
import { InvalidTensorError } from '@slowfast/spec';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StoredWeight, storedValues } from '../weights/stored-weight.ts';
import { ConverterGraph } from './converter-graph.ts';
import { layOutGraph } from './lay-out-graph.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-layout-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ramp = (length: number, first: number) => Float32Array.from({ length }, (_, i) => first + i);

test('onnxruntime finds weights in the file beside, small ones inside', async () => {
  const graph = new ConverterGraph();
  const x = graph.input('x', 'float32', [600]);
  const large = graph.weight(storedValues(ramp(600, 1), 'float32', [600]));
  const small = graph.weight(storedValues(Float32Array.of(100), 'float32', [1]));
  const constant = graph.constant(ramp(600, 1000), 'float32', [600]);
  const sum = graph.node('Add', [graph.node('Add', [x, large]), graph.node('Add', [constant, small])]);
  graph.output(sum, 'float32', [600], 'sum');
  const { model, dataBytes, data } = await layOutGraph(graph, 'model.onnx_data');
  expect(dataBytes).toBe(4096 + 2400);
  expect(model.length).toBeLessThan(2000);
  expect((await readOnnxSignature(bytesInMemory(model))).externalDataPaths).toEqual(['model.onnx_data']);
  const pieces = await collect(data());
  expect(pieces.reduce((length, piece) => length + piece.length, 0)).toBe(dataBytes);
  await writeFile(join(folder, 'model.onnx'), model);
  await writeFile(join(folder, 'model.onnx_data'), Buffer.concat(pieces));
  const session = await InferenceSession.create(join(folder, 'model.onnx'));
  const { sum: found } = await session.run({ x: new Tensor('float32', new Float32Array(600), [600]) });
  await session.release();
  expect([...(found!.data as Float32Array)].slice(0, 3)).toEqual([1101, 1103, 1105]);
});

test('a graph with small weights alone needs no second file', async () => {
  const graph = new ConverterGraph();
  graph.output(graph.weight(storedValues(Float32Array.of(1), 'float32', [1])), 'float32', [1], 'y');
  expect((await layOutGraph(graph, 'model.onnx_data')).dataBytes).toBe(0);
});

test.each([-1, 1])('a weight that makes %i bytes more than it says is no model', async (more) => {
  const lying: StoredWeight = {
    ...storedValues(ramp(600, 0), 'float32', [600]),
    async *pieces() {
      yield new Uint8Array(2400 + more);
    },
  };
  const graph = new ConverterGraph();
  graph.output(graph.weight(lying), 'float32', [600], 'y');
  const { data } = await layOutGraph(graph, 'model.onnx_data');
  await expect(collect(data())).rejects.toThrow(InvalidTensorError);
});

async function collect(data: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece.slice());
  return pieces;
}
