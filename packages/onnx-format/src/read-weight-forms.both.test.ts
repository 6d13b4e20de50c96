import { expect, test } from 'vitest';
import { bytesInMemory, OnnxGraphBuilder, readWeightForms, writeOnnxModel } from './index.ts';

const microsoft = 'com.microsoft';
const bytesOf = (graph: OnnxGraphBuilder) => bytesInMemory(writeOnnxModel(graph.build()));

/** A graph with one product of each form, and what is not counted. */
function everyForm(): OnnxGraphBuilder {
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['n', 32]);
  const floats = graph.constant(new Float32Array(32 * 2), 'float32', [32, 2]);
  const halves = graph.constant(new Uint16Array(3 * 32), 'float16', [3, 32]);
  const signed = graph.constant(new Int8Array(32 * 5), 'int8', [32, 5]);
  const unsigned = graph.constant(new Uint8Array(32 * 7), 'uint8', [32, 7]);
  const scale = graph.constant(new Float32Array(1), 'float32', []);
  const blocks = graph.constant(new Uint8Array(32 * 32), 'uint8', [32, 1, 32]);
  const nBits = (bits: object, outputs: number) =>
    graph.node('MatMulNBits', [x, blocks, scale], {
      domain: microsoft,
      attributes: { K: { int: 32 }, N: { int: outputs }, block_size: { int: 32 }, ...bits },
    });
  const turned = graph.node('Transpose', [halves], { attributes: { perm: { ints: [1, 0] } } });
  const products = [
    graph.node('MatMul', [x, floats]),
    graph.node('MatMul', [x, graph.node('Cast', [turned], { attributes: { to: { int: 1 } } })]),
    graph.node('DynamicQuantizeMatMul', [x, signed, scale], { domain: microsoft }),
    graph.node('MatMulInteger', [x, unsigned]),
    nBits({ bits: { int: 8 } }, 11),
    nBits({ bits: { int: 2 } }, 13),
    nBits({}, 17),
    // Both sides are computed, or it is no product.
    graph.node('MatMul', [x, graph.node('Mul', [floats, scale])]),
    graph.node('Gather', [floats, x]),
  ];
  graph.output(
    graph.node('Concat', products, { attributes: { axis: { int: 1 } } }),
    'float32',
    ['n', 1],
    'y',
  );
  return graph;
}

test('weights of products by their form, told from the nodes', async () => {
  expect(await readWeightForms(bytesOf(everyForm()))).toEqual({
    float32: 64,
    float16: 96,
    int8: 160,
    uint8: 224,
    blocks8: 352,
    blocks4: 960,
  });
});

test('in the bodies of branches too', async () => {
  const graph = new OnnxGraphBuilder();
  const [condition, x] = [graph.input('condition', 'bool', []), graph.input('x', 'float32', [1, 4])];
  const weight = graph.constant(new Int8Array(8), 'int8', [4, 2]);
  const scale = graph.constant(new Float32Array(1), 'float32', []);
  const body = (operator: string) =>
    graph.branch(() => graph.node(operator, [x, weight, scale], { domain: microsoft }), 'float32', [1, 2]);
  const branches = {
    then_branch: { graph: body('DynamicQuantizeMatMul') },
    else_branch: { graph: body('Other') },
  };
  graph.output(graph.node('If', [condition], { attributes: branches }), 'float32', [1, 2], 'y');
  expect(await readWeightForms(bytesOf(graph))).toEqual({ int8: 8 });
});

test('nothing, where there are no products', async () => {
  const graph = new OnnxGraphBuilder();
  const ids = graph.input('ids', 'int64', ['n']);
  const table = graph.constant(new Float32Array(8), 'float32', [4, 2]);
  graph.output(graph.node('Gather', [table, ids]), 'float32', ['n', 2], 'y');
  expect(await readWeightForms(bytesOf(graph))).toEqual({});
});

test('a file that is cut is refused', async () => {
  const file = writeOnnxModel(everyForm().build());
  await expect(readWeightForms(bytesInMemory(file.subarray(0, file.length - 3)))).rejects.toMatchObject({
    code: 'model-invalid',
  });
});
