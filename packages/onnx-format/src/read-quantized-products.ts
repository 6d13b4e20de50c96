import { GraphValues, type ValuePlace } from './graph-values.ts';
import type { OnnxElementType } from './onnx-signature.ts';
import {
  type GraphScope,
  type NodeHeader,
  type OnnxNodes,
  readOnnxNodes,
  storedIn,
} from './read-onnx-nodes.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

/** A kind of product with weights of 8 bits or fewer; products of one kind are computed alike. Plain data. */
export interface QuantizedProduct {
  /** The operator, e.g. `MatMulInteger`; `MatMul`, `Gemm` and `Conv` where both sides come of a `DequantizeLinear`, as runtimes join these. */
  readonly operator: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  /** Version of the operators of this domain that the file is written for. */
  readonly opset: number;
  readonly weights: ValuePlace;
  /** Type of the weights; `other` where the nodes don't tell it. */
  readonly weightType: OnnxElementType;
  /** Bits of a weight, for weights in blocks. */
  readonly bits?: number;
  /** Inputs that share a scale, for weights in blocks. */
  readonly blockSize?: number;
  /** Attribute `accuracy_level`, for weights in blocks: 4 multiplies in 8 bits. */
  readonly accuracyLevel?: number;
}

/** Index of the weights among the inputs. */
const weightInputs: Readonly<Record<string, number>> = {
  DynamicQuantizeLSTM: 1,
  DynamicQuantizeMatMul: 1,
  MatMulInteger: 1,
  MatMulIntegerToFloat: 1,
  MatMulNBits: 1,
  ConvInteger: 1,
  QAttention: 1,
  QGemm: 3,
  QLinearConv: 3,
  QLinearMatMul: 3,
  QMoE: 2,
};
const joined = new Set(['MatMul', 'Gemm', 'Conv']);

/**
 * The kinds of 8-bit products that an ONNX file holds, each once, in bodies of `If` and `Loop` too.
 *
 * Memory and cost are those of `readOnnxNodes`: no weight is read.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readQuantizedProducts(source: RandomAccessBytes): Promise<readonly QuantizedProduct[]> {
  const found = new Map<string, QuantizedProduct>();
  for (const { product } of productsOf(await readOnnxNodes(source))) {
    found.set(JSON.stringify(product), product);
  }
  return [...found.values()];
}

/** Reads a part of a file of weights beside a model; fewer bytes only at its end. Undefined where there is no such file. */
export type ReadExternalData = (
  path: string,
  offset: number,
  bytes: number,
) => Promise<Uint8Array | undefined>;

/**
 * The largest magnitude among the signed 8-bit weights of all products of a kind; undefined where their bytes can't be found.
 *
 * Memory: 1 MiB and that of `readOnnxNodes`. Cost: these weights are read.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readLargestWeight(
  source: RandomAccessBytes,
  kind: QuantizedProduct,
  readExternalData: ReadExternalData,
): Promise<number | undefined> {
  const key = JSON.stringify(kind);
  let largest = 0;
  for (const { product, weights, scope } of productsOf(await readOnnxNodes(source))) {
    if (JSON.stringify(product) !== key) continue;
    const stored = storedIn(scope, weights);
    if (stored?.type !== 'int8') return undefined;
    const { values, external, shape } = stored;
    const bytes = shape.reduce((product, size) => product * size, 1);
    for (let at = 0; at < bytes; at += pieceBytes) {
      const count = Math.min(pieceBytes, bytes - at);
      const piece = values
        ? await source.read(values.start + at, count)
        : external && (await readExternalData(external.path, external.offset + at, count));
      if (piece?.length !== count) return undefined;
      for (const byte of piece) largest = Math.max(largest, byte < 128 ? byte : 256 - byte);
    }
  }
  return largest;
}

const pieceBytes = 1024 * 1024;

interface FoundProduct {
  readonly product: QuantizedProduct;
  /** Name of the weights. */
  readonly weights: string;
  readonly scope: GraphScope;
}

function* productsOf({ nodes, opsets }: OnnxNodes): Generator<FoundProduct> {
  const values = new GraphValues(nodes);
  for (const node of nodes) {
    const weights = weightsOf(node, values);
    if (weights === undefined) continue;
    const { operator, domain, integers, scope } = node;
    const product: QuantizedProduct = {
      operator,
      domain,
      opset: opsets.get(domain) ?? 1,
      weights: values.placeOf(weights, scope),
      weightType: values.typeOf(weights, scope),
      ...(operator === 'MatMulNBits' && {
        bits: integers.get('bits') ?? 4,
        blockSize: integers.get('block_size') ?? 32,
        accuracyLevel: integers.get('accuracy_level') ?? 0,
      }),
    };
    yield { product, weights, scope };
  }
}

/** The name of the weights of an 8-bit product; undefined for every other node. */
function weightsOf({ operator, inputs, scope }: NodeHeader, values: GraphValues): string | undefined {
  const index = weightInputs[operator];
  if (index !== undefined) return inputs[index];
  if (!joined.has(operator)) return undefined;
  const sides = inputs.slice(0, 2).map((name) => values.makerOf(name, scope));
  if (!sides.every((side) => side?.operator === 'DequantizeLinear')) return undefined;
  return sides[1]?.inputs[0];
}
