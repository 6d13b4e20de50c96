import { describe, expect, test } from 'vitest';
import {
  bytesInMemory,
  OnnxGraphBuilder,
  type QuantizedProduct,
  readLargestWeight,
  readQuantizedProducts,
  writeOnnxModel,
} from './index.ts';

const noFile = async () => undefined;
const microsoft = { domain: 'com.microsoft' };
const bytesOf = (graph: OnnxGraphBuilder, opset = 17) =>
  bytesInMemory(writeOnnxModel(graph.build(), { opset }));

/** A graph with an input `x [n, 4]`, and stored weights of `type` with values up to `largest`. */
function graphWithWeights(type: 'int8' | 'uint8' = 'int8', largest = 1) {
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['n', 4]);
  const weights = graph.constant(
    (type === 'int8' ? Int8Array : Uint8Array).of(1, 0, -largest, 1, 0, 0, 0, 0),
    type,
    [4, 2],
  );
  const scale = graph.constant(Float32Array.of(1), 'float32', []);
  const product = (values = weights) => graph.node('DynamicQuantizeMatMul', [x, values, scale], microsoft);
  return { graph, x, weights, scale, product };
}

async function productsOf(write: (given: ReturnType<typeof graphWithWeights>) => string, opset?: number) {
  const given = graphWithWeights();
  given.graph.output(write(given), 'float32', ['n', 2], 'y');
  return readQuantizedProducts(bytesOf(given.graph, opset));
}

test('a kind of product once, with the version of its operators', async () => {
  const found = await productsOf(({ graph, x, weights, product }) => {
    const [values, , zeroPoint] = graph.nodeOutputs('DynamicQuantizeLinear', [x], { outputs: 3 });
    const sums = graph.node('MatMulInteger', [values!, weights, zeroPoint!]);
    return graph.node('Sum', [product(), product(), graph.node('Cast', [sums])]);
  });
  const inGraph = { weights: 'graph', weightType: 'int8' } as const;
  expect(found).toEqual([
    { operator: 'MatMulInteger', domain: '', opset: 17, ...inGraph },
    { operator: 'DynamicQuantizeMatMul', ...microsoft, opset: 1, ...inGraph },
  ] satisfies QuantizedProduct[]);
});

test('weights in blocks, with what their product depends on', async () => {
  const attributes = { K: { int: 4 }, N: { int: 2 }, bits: { int: 8 }, block_size: { int: 16 } };
  const found = await productsOf(({ graph, x, scale }) => {
    const blocks = graph.constant(new Uint8Array(32), 'uint8', [2, 1, 16]);
    const level4 = { ...microsoft, attributes: { ...attributes, accuracy_level: { int: 4 } } };
    const first = graph.node('MatMulNBits', [x, blocks, scale], level4);
    return graph.node('Add', [first, graph.node('MatMulNBits', [x, blocks, scale], microsoft)]);
  });
  expect(found).toMatchObject([
    { operator: 'MatMulNBits', weightType: 'uint8', bits: 8, blockSize: 16, accuracyLevel: 4 },
    { operator: 'MatMulNBits', weightType: 'uint8', bits: 4, blockSize: 32, accuracyLevel: 0 },
  ]);
});

test('products of floats that come of 8 bits on both sides, which runtimes join', async () => {
  const dequantized = ({ graph, weights, scale }: ReturnType<typeof graphWithWeights>) =>
    graph.node('DequantizeLinear', [weights, scale]);
  const joined = await productsOf((given) => {
    const { graph, x, scale } = given;
    const left = graph.node('DequantizeLinear', [graph.node('QuantizeLinear', [x, scale]), scale]);
    return graph.node('MatMul', [left, dequantized(given)]);
  }, 21);
  expect(joined).toMatchObject([{ operator: 'MatMul', opset: 21, weights: 'graph', weightType: 'int8' }]);
  expect(await productsOf((given) => given.graph.node('MatMul', [given.x, dequantized(given)]))).toEqual([]);
});

describe('where weights come from', () => {
  const place = async (write: Parameters<typeof productsOf>[0]) => {
    const [product] = await productsOf(write);
    return [product?.weights, product?.weightType];
  };

  test('what is computed of stored values alone is as good as stored', async () => {
    expect(await place(({ graph, weights, product }) => product(graph.node('Transpose', [weights])))).toEqual(
      ['graph', 'int8'],
    );
  });

  test('what depends on the input is computed anew', async () => {
    const found = await place(({ graph, x, weights, product }) =>
      product(graph.node('Add', [weights, graph.node('Cast', [graph.node('ReduceMin', [x])])])),
    );
    expect(found).toEqual(['computed', 'other']);
    const quantized = await place(({ graph, x, scale, product }) =>
      product(graph.node('Reshape', [graph.node('QuantizeLinear', [x, scale]), scale])),
    );
    expect(quantized).toEqual(['computed', 'uint8']);
  });

  const inBody = (write: (given: ReturnType<typeof graphWithWeights>) => string) =>
    place((given) => {
      const { graph, x } = given;
      const condition = graph.node('Greater', [graph.node('Shape', [x]), graph.int64s([3])]);
      const body = () => ({ graph: graph.branch(() => write(given), 'float32', ['n', 2]) });
      return graph.node('If', [condition], { attributes: { then_branch: body(), else_branch: body() } });
    });

  test('a body uses what the graph around it stores', async () => {
    expect(await inBody(({ product }) => product())).toEqual(['outer-graph', 'int8']);
  });

  test('what a body computes of it is the body’s own', async () => {
    const turned = await inBody(({ graph, weights, product }) => product(graph.node('Transpose', [weights])));
    expect(turned).toEqual(['graph', 'int8']);
  });
});

test('the largest weight of a kind, of either sign', async () => {
  for (const [largest, expected] of [
    [64, 64],
    [128, 128],
  ] as const) {
    const { graph, product } = graphWithWeights('int8', largest);
    graph.output(product(), 'float32', ['n', 2], 'y');
    const source = bytesOf(graph);
    const [kind] = await readQuantizedProducts(source);
    expect(await readLargestWeight(source, kind!, noFile)).toBe(expected);
  }
  const { graph, product } = graphWithWeights('uint8', 3);
  graph.output(product(), 'float32', ['n', 2], 'y');
  const [kind] = await readQuantizedProducts(bytesOf(graph));
  expect(await readLargestWeight(bytesOf(graph), kind!, noFile)).toBeUndefined();
});

test('the largest weight where weights are in a file beside', async () => {
  const { graph, product, weights } = graphWithWeights();
  graph.output(product(), 'float32', ['n', 2], 'y');
  const built = graph.build();
  const data = { path: 'weights', offset: 4096, bytes: 8 };
  const initializers = built.initializers.map((each) => (each.name === weights ? { ...each, data } : each));
  const source = bytesInMemory(writeOnnxModel({ ...built, initializers }));
  const file = new Uint8Array(4096 + 8);
  file.set(Uint8Array.of(3, 0, 256 - 127, 5), 4096);
  const [kind] = await readQuantizedProducts(source);
  const read = async (path: string, offset: number, bytes: number) =>
    path === 'weights' ? file.subarray(offset, offset + bytes) : undefined;
  expect(await readLargestWeight(source, kind!, read)).toBe(127);
  expect(await readLargestWeight(source, kind!, noFile)).toBeUndefined();
  expect(await readLargestWeight(source, kind!, async (_, at) => file.subarray(at, at + 4))).toBeUndefined();
});

test('a file that is cut is refused', async () => {
  const { graph, product } = graphWithWeights();
  graph.output(product(), 'float32', ['n', 2], 'y');
  const file = writeOnnxModel(graph.build());
  await expect(readQuantizedProducts(bytesInMemory(file.subarray(0, file.length - 3)))).rejects.toMatchObject(
    {
      code: 'model-invalid',
    },
  );
});
