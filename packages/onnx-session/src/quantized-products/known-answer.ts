import { OnnxGraphBuilder, type QuantizedProduct, writeOnnxModel } from '@slowfast/onnx-format';
import { writeProducts } from './write-products.ts';

/** A tiny model of one 8-bit product whose result is known: ones times the largest weights that there are. */
export interface KnownAnswer {
  /** Takes `x` float32 `[rows, inputs]`, gives `y` float32 `[rows, outputs]`. */
  readonly model: Uint8Array;
  readonly inputs: number;
  /** Where every input is 1, outputs are this and its negative by turns. */
  readonly expected: number;
}

const outputs = 16;
const leastInputs = 64;
/** Version of the standard operators around a product of another domain. */
const usualOpset = 18;
/** Types that products hold their weights in; where the nodes don't tell it, the one whose products can overflow is taken. */
const weightTypes = new Set(['int8', 'uint8', 'other']);

/** The known answer for a kind of product; undefined where there is none for its operator or its weights. */
export function knownAnswer(product: QuantizedProduct): KnownAnswer | undefined {
  const write = writeProducts[product.operator];
  if (!write || !weightTypes.has(product.weightType)) return undefined;
  const inputs = Math.max(leastInputs, product.blockSize ?? 0);
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['rows', inputs]);
  const writeOne = () => write({ graph, x, inputs, outputs, product });
  const y = product.weights === 'outer-graph' ? inBranch(graph, x, writeOne) : writeOne();
  graph.output(y, 'float32', ['rows', outputs], 'y');
  const opset = product.domain === '' ? product.opset : usualOpset;
  return { model: writeOnnxModel(graph.build(), { opset }), inputs, expected: inputs };
}

/** What `write` gives, computed in a body of `If`: the builder stores every value in the graph around it. */
function inBranch(graph: OnnxGraphBuilder, x: string, write: () => string): string {
  const rows = graph.node('Gather', [
    graph.node('Shape', [x]),
    graph.constant(BigInt64Array.of(0n), 'int64', []),
  ]);
  const areMany = graph.node('Greater', [rows, graph.constant(BigInt64Array.of(1n), 'int64', [])]);
  const body = () => ({ graph: graph.branch(write, 'float32', ['rows', outputs]) });
  return graph.node('If', [areMany], { attributes: { then_branch: body(), else_branch: body() } });
}
