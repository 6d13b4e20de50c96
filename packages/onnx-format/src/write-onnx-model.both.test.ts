import { InvalidSettingError } from '@slowfast/spec';
import type { Tensor as RuntimeTensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { readOnnxSignature } from './read-onnx-signature.ts';
import { bytesInMemory } from './read-random-access-bytes.ts';
import { InferenceSession, Tensor } from './testing/onnxruntime.ts';
import { OnnxGraphBuilder } from './write-graph-builder.ts';
import { writeOnnxModel } from './write-onnx-model.ts';

/** Runs a graph in onnxruntime, which is the judge of the format. */
async function run(
  graph: OnnxGraphBuilder,
  feeds: Record<string, RuntimeTensor>,
  options?: Parameters<typeof writeOnnxModel>[1],
) {
  const session = await InferenceSession.create(writeOnnxModel(graph.build(), options));
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

const floats = (values: readonly number[], shape: readonly number[]) =>
  new Tensor('float32', Float32Array.from(values), shape);

describe('writeOnnxModel', () => {
  test('writes nodes, constants, inputs and outputs', async () => {
    const graph = new OnnxGraphBuilder();
    const x = graph.input('x', 'float32', ['n', 3]);
    const bias = graph.constant(Float32Array.of(10, 20, 30), 'float32', [3]);
    const sum = graph.node('ReduceSum', [graph.node('Add', [x, bias]), graph.int64s([1])]);
    graph.output(sum, 'float32', ['n', 1], 'total');
    const { total } = await run(graph, { x: floats([1, 2, 3, 4, 5, 6], [2, 3]) });
    expect(total?.dims).toEqual([2, 1]);
    expect([...(total!.data as Float32Array)]).toEqual([66, 75]);
  });

  test('writes attributes of every kind', async () => {
    const graph = new OnnxGraphBuilder();
    const x = graph.input('x', 'float32', [1, 1, 4, 4]);
    const weight = graph.constant(new Float32Array(4).fill(1), 'float32', [1, 1, 2, 2]);
    const pooled = graph.node('Conv', [x, weight], {
      attributes: { strides: { ints: [2, 2] }, auto_pad: { string: 'VALID' }, group: { int: 1 } },
    });
    const leaky = graph.node('LeakyRelu', [pooled], { attributes: { alpha: { float: 0.5 } } });
    const table = graph.node('Constant', [], { attributes: { value_floats: { floats: [0.25, -8] } } });
    graph.output(leaky, 'float32', [1, 1, 2, 2], 'y');
    graph.output(table, 'float32', [2], 'table');
    const values = Array.from({ length: 16 }, (_, i) => i - 8);
    const { y, table: found } = await run(graph, { x: floats(values, [1, 1, 4, 4]) });
    expect([...(y!.data as Float32Array)]).toEqual([-11, -7, 10, 18]);
    expect([...(found!.data as Float32Array)]).toEqual([0.25, -8]);
  });

  test('writes negative and large whole numbers', async () => {
    const graph = new OnnxGraphBuilder();
    graph.input('x', 'int64', [1]);
    graph.output(graph.node('Add', ['x', graph.int64s([-1])]), 'int64', [1], 'y');
    graph.output(graph.node('Squeeze', [graph.int64s([2 ** 52 + 1])]), 'int64', [], 'large');
    const softmax = graph.node('Softmax', [graph.constant(Float32Array.of(1, 1), 'float32', [1, 2])], {
      attributes: { axis: { int: -1 } },
    });
    graph.output(softmax, 'float32', [1, 2], 'softmax');
    const found = await run(graph, { x: new Tensor('int64', BigInt64Array.of(5n), [1]) });
    expect(found.y?.data).toEqual(BigInt64Array.of(4n));
    expect(found.large?.data).toEqual(BigInt64Array.of(2n ** 52n + 1n));
    expect(found.softmax?.data).toEqual(Float32Array.of(0.5, 0.5));
  });

  test('gives all outputs of a node, and leaves optional inputs out', async () => {
    const graph = new OnnxGraphBuilder();
    const x = graph.input('x', 'float32', [2, 4]);
    const [left, right] = graph.nodeOutputs('Split', [x], {
      attributes: { axis: { int: 1 }, num_outputs: { int: 2 } },
      outputs: 2,
    });
    const highest = graph.constant(Float32Array.of(6), 'float32', []);
    graph.output(graph.node('Clip', [right!, '', highest]), 'float32', [2, 2], 'right');
    graph.output(left!, 'float32', [2, 2], 'left');
    const found = await run(graph, { x: floats([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]) });
    expect([...(found.left!.data as Float32Array)]).toEqual([1, 2, 5, 6]);
    expect([...(found.right!.data as Float32Array)]).toEqual([3, 4, 6, 6]);
  });

  test('takes operators of other domains and 4-bit values', async () => {
    const graph = new OnnxGraphBuilder();
    const gelu = graph.node('FastGelu', [graph.input('x', 'float32', [1, 2])], { domain: 'com.microsoft' });
    graph.output(gelu, 'float32', [1, 2], 'y');
    const packed = graph.constant(Uint8Array.of(0x21, 0xf7), 'int4', [4]);
    const scale = graph.constant(Float32Array.of(0.5), 'float32', []);
    graph.output(graph.node('DequantizeLinear', [packed, scale]), 'float32', [4], 'z');
    const options = { opset: 21, irVersion: 10 };
    const { y, z } = await run(graph, { x: floats([0, 10], [1, 2]) }, options);
    expect([...(y!.data as Float32Array)]).toEqual([0, 10]);
    expect([...(z!.data as Float32Array)]).toEqual([0.5, 1, 3.5, -0.5]);
  });

  test.each([
    ['float64', Float64Array.of(0.5, -3)],
    ['int64', BigInt64Array.of(-5n, 7n)],
    ['int32', Int32Array.of(-5, 7)],
    ['int16', Int16Array.of(-300, 7)],
    ['int8', Int8Array.of(-5, 7)],
    ['uint8', Uint8Array.of(250, 7)],
    ['uint16', Uint16Array.of(65000, 7)],
    ['uint32', Uint32Array.of(4e9, 7)],
    ['uint64', BigUint64Array.of(2n ** 63n, 7n)],
    ['bool', Uint8Array.of(1, 0)],
  ] as const)('keeps %s values', async (type, data) => {
    const graph = new OnnxGraphBuilder();
    graph.output(graph.node('Identity', [graph.constant(data, type, [2])]), type, [2], 'y');
    const { y } = await run(graph, {});
    expect(y?.type).toBe(type);
    expect([...(y!.data as Uint8Array)]).toEqual([...data]);
  });

  test('writes what the reader reads', async () => {
    const graph = new OnnxGraphBuilder();
    const x = graph.input('x', 'float16', ['batch', 3, -1]);
    graph.input('mask', 'bool', []);
    graph.output(graph.node('Identity', [x]), 'float16', ['batch', 3, -1], 'y');
    graph.constant(Float32Array.of(1), 'float32', [1]);
    expect(await readOnnxSignature(bytesInMemory(writeOnnxModel(graph.build())))).toEqual({
      inputs: [
        { name: 'x', type: 'float16', shape: ['batch', 3, -1] },
        { name: 'mask', type: 'bool', shape: [] },
      ],
      outputs: [{ name: 'y', type: 'float16', shape: ['batch', 3, -1] }],
      externalDataPaths: [],
    });
  });

  test('refuses a type without a name', () => {
    const graph = new OnnxGraphBuilder();
    graph.input('x', 'other', [1]);
    expect(() => writeOnnxModel(graph.build())).toThrow(InvalidSettingError);
  });
});
