import { OnnxGraphBuilder, type QuantizedProduct, writeOnnxModel } from '@slowfast/onnx-format';
import { largestPositive, writeProducts } from './write-products.ts';

/** A tiny model of one 8-bit product whose result is known. */
export interface KnownAnswer {
  /** Takes `x` float32 `[rows, inputs]`, gives `y` float32 `[rows, outputs]`. */
  readonly model: Uint8Array;
  readonly inputs: number;
  /** What even outputs are, and what odd ones, where every input is 1; where every input is 0, all of them are 0. */
  readonly expected: readonly [number, number];
}

const outputs = 16;
const leastInputs = 64;
/** Version of the standard operators around a product of another domain. */
const usualOpset = 18;

/**
 * Magnitudes of signed weights from which kernels are known to be wrong: of two products with 255 the sum is beyond 16 bits from 65 on, and twice
 * the square of -128, as some have it where the left side is 0, only just.
 */
export const signedMagnitudes = [128, 127, 64] as const;

/**
 * The known answer for a kind of product; undefined where there is none for its operator or its weights.
 *
 * @param largest magnitude of its largest weight, where weights are signed; the largest that there is if absent.
 */
export function knownAnswer(product: QuantizedProduct, largest = 128): KnownAnswer | undefined {
  const write = writeProducts[product.operator];
  if (!write || !weightTypes.has(product.weightType)) return undefined;
  const inputs = Math.max(leastInputs, product.blockSize ?? 0);
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['rows', inputs]);
  const writeOne = () => write({ graph, x, inputs, outputs, product, largest });
  const y = product.weights === 'outer-graph' ? inBranch(graph, x, writeOne) : writeOne();
  graph.output(y, 'float32', ['rows', outputs], 'y');
  const opset = product.domain === '' ? product.opset : usualOpset;
  const least = product.bits === undefined ? (-inputs * largest) / largestPositive(largest) : -inputs;
  return { model: writeOnnxModel(graph.build(), { opset }), inputs, expected: [inputs, least] };
}

/** Types that products hold their weights in; where the nodes don't tell it, signed ones are taken, whose products can overflow. */
const weightTypes = new Set(['int8', 'uint8', 'other']);

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
