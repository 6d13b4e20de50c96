import type { OnnxGraphBuilder, OnnxStoredType, QuantizedProduct } from '@slowfast/onnx-format';
import { elementTypeCode } from '@slowfast/onnx-format';

/** Where a product is written, and between what. */
export interface ProductPlace {
  readonly graph: OnnxGraphBuilder;
  /** float32 `[rows, inputs]`, all ones. */
  readonly x: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly product: QuantizedProduct;
  /** Magnitude of the largest signed weight; the positive ones end at 127. */
  readonly largest: number;
}

/**
 * Writes a product of `x` with the largest weights of their type, positive and negative by turns, an output each; the positive ones stand
 * for 1. Gives its float32 result `[rows, outputs]`.
 */
export type WriteProduct = (place: ProductPlace) => string;

const microsoft = { domain: 'com.microsoft' };

/** How each operator is written; joined ones as the products that they are joined of. */
export const writeProducts: Readonly<Record<string, WriteProduct>> = {
  DynamicQuantizeMatMul: (place) => {
    const { graph, x } = place;
    return graph.node('DynamicQuantizeMatMul', [x, ...scaledWeights(place)], microsoft);
  },
  MatMulInteger: (place) => dynamic(place, place.x, 'MatMulInteger', weights(place)),
  ConvInteger: (place) => rowsOf(place, dynamic(place, imageOf(place), 'ConvInteger', filters(place))),
  MatMulIntegerToFloat: (place) => {
    const { graph, x } = place;
    const [values, scale, zeroPoint] = scaledWeights(place);
    const sides = [quantized(graph, x), values, unitScale(graph), scale, zero(graph), zeroPoint];
    return graph.node('MatMulIntegerToFloat', sides, microsoft);
  },
  QGemm: (place) => {
    const { graph, x } = place;
    return graph.node('QGemm', [...quantizedSide(graph, x), ...scaledWeights(place)], microsoft);
  },
  QLinearMatMul: (place) => {
    const { graph, x } = place;
    return wholeResult(place, 'QLinearMatMul', [...quantizedSide(graph, x), ...scaledWeights(place)]);
  },
  QLinearConv: (place) => {
    const { graph } = place;
    const sides = [...quantizedSide(graph, imageOf(place)), ...scaledWeights(place, filters(place))];
    return rowsOf(place, wholeResult(place, 'QLinearConv', sides));
  },
  MatMul: (place) => place.graph.node('MatMul', joinedSides(place, place.x)),
  Gemm: (place) => place.graph.node('Gemm', joinedSides(place, place.x)),
  Conv: (place) =>
    rowsOf(place, place.graph.node('Conv', joinedSides(place, imageOf(place), filters(place)))),
  MatMulNBits: productInBlocks,
};

/** Magnitude of the largest positive weight: 128 has no place in a signed byte. */
export function largestPositive(largest: number): number {
  return Math.min(largest, 127);
}

/** Zeros as 0 and ones as 255 times 1/255, which is how ranges from 0 to 1 are kept. */
function quantizedSide(graph: OnnxGraphBuilder, x: string): readonly [string, string, string] {
  return [quantized(graph, x), unitScale(graph), zero(graph)];
}

function quantized(graph: OnnxGraphBuilder, x: string): string {
  return graph.node('QuantizeLinear', [x, unitScale(graph), zero(graph)]);
}

function unitScale(graph: OnnxGraphBuilder): string {
  return graph.constant(Float32Array.of(1 / 255), 'float32', []);
}

function zero(graph: OnnxGraphBuilder): string {
  return graph.constant(Uint8Array.of(0), 'uint8', []);
}

/** Both sides in floats again, which runtimes join with the product behind. */
function joinedSides(place: ProductPlace, x: string, stored = weights(place)): string[] {
  const { graph } = place;
  return [
    graph.node('DequantizeLinear', [...quantizedSide(graph, x)]),
    graph.node('DequantizeLinear', [...scaledWeights(place, stored)]),
  ];
}

/** Quantises `x` by its own range, as published files do, and makes floats of the result. */
function dynamic(place: ProductPlace, x: string, operator: string, stored: string): string {
  const { graph, product } = place;
  const [values, scale, zeroPoint] = graph.nodeOutputs('DynamicQuantizeLinear', [x], { outputs: 3 });
  const sides = [values!, stored, zeroPoint!];
  if (isUnsigned(product)) sides.push(graph.constant(Uint8Array.of(128), 'uint8', []));
  const sums = graph.node('Cast', [graph.node(operator, sides)], {
    attributes: { to: { int: elementTypeCode('float32') } },
  });
  return graph.node('Mul', [sums, graph.node('Mul', [scale!, weightScale(place)])]);
}

/** A product whose result is quantised too, so that each weight's is a whole number of steps. */
function wholeResult(place: ProductPlace, operator: string, sides: readonly string[]): string {
  const { graph, inputs, largest } = place;
  const step = graph.constant(Float32Array.of(inputs / largestPositive(largest)), 'float32', []);
  const middle = graph.constant(Uint8Array.of(128), 'uint8', []);
  const result = graph.node(operator, [...sides, step, middle]);
  return graph.node('DequantizeLinear', [result, step, middle]);
}

function isUnsigned({ weightType }: QuantizedProduct): boolean {
  return weightType === 'uint8';
}

function weightScale({ graph, largest }: ProductPlace): string {
  return graph.constant(Float32Array.of(1 / largestPositive(largest)), 'float32', []);
}

function scaledWeights(place: ProductPlace, values = weights(place)): [string, string, string] {
  const { graph, product } = place;
  const zeroPoint = isUnsigned(product)
    ? graph.constant(Uint8Array.of(128), 'uint8', [])
    : graph.constant(Int8Array.of(0), 'int8', []);
  return [values, weightScale(place), zeroPoint];
}

/** The weights of matrix products, `[inputs, outputs]`. */
function weights(place: ProductPlace): string {
  const { inputs, outputs } = place;
  return storedWeights(place, [inputs, outputs], (at) => at % outputs);
}

/** The weights of convolutions over one pixel, `[outputs, inputs, 1, 1]`. */
function filters(place: ProductPlace): string {
  const { inputs, outputs } = place;
  return storedWeights(place, [outputs, inputs, 1, 1], (at) => Math.floor(at / inputs));
}

/** Weights of the largest values that their type holds, where the product has its own. */
function storedWeights(
  { graph, x, product, largest }: ProductPlace,
  shape: readonly number[],
  outputOf: (at: number) => number,
): string {
  const type: OnnxStoredType = isUnsigned(product) ? 'uint8' : 'int8';
  const most = shape.reduce((count, size) => count * size, 1);
  const data = isUnsigned(product) ? new Uint8Array(most) : new Int8Array(most);
  const middle = isUnsigned(product) ? 128 : 0;
  for (let at = 0; at < most; at++) {
    data[at] = middle + (outputOf(at) % 2 ? -largest : largestPositive(largest));
  }
  const stored = graph.constant(data, type, shape);
  return product.weights === 'computed' ? computedAnew(graph, x, stored, type) : stored;
}

/** The same values, but not before `x` is there. */
function computedAnew(graph: OnnxGraphBuilder, x: string, stored: string, type: OnnxStoredType): string {
  const to = (code: number) => ({ attributes: { to: { int: code } } });
  const least = graph.node('ReduceMin', [x], { attributes: { keepdims: { int: 0 } } });
  const none = graph.node('Mul', [least, graph.constant(Float32Array.of(0), 'float32', [])]);
  const floats = graph.node('Cast', [stored], to(elementTypeCode('float32')));
  return graph.node('Cast', [graph.node('Add', [floats, none])], to(elementTypeCode(type)));
}

/** The rows of `x` as pictures of one pixel. */
function imageOf({ graph, x, inputs }: ProductPlace): string {
  return graph.node('Reshape', [x, graph.int64s([-1, inputs, 1, 1])]);
}

function rowsOf({ graph, outputs }: ProductPlace, image: string): string {
  return graph.node('Reshape', [image, graph.int64s([-1, outputs])]);
}

/** Bytes of ones stand for the largest weights above a zero point of 0, bytes of zeros for the smallest below the largest one. */
function productInBlocks({ graph, x, inputs, outputs, product }: ProductPlace): string {
  const { bits = 4, blockSize = 32, accuracyLevel = 0 } = product;
  const blocks = Math.ceil(inputs / blockSize);
  const bytes = (blockSize * bits) / 8;
  const zeroBytes = Math.ceil((blocks * bits) / 8);
  const alternating = (length: number, even: number) =>
    Uint8Array.from({ length: outputs * length }, (_, at) =>
      Math.floor(at / length) % 2 ? 255 - even : even,
    );
  const scales = new Float32Array(outputs * blocks).fill(1 / (2 ** bits - 1));
  return graph.node(
    'MatMulNBits',
    [
      x,
      graph.constant(alternating(blocks * bytes, 255), 'uint8', [outputs, blocks, bytes]),
      graph.constant(scales, 'float32', [outputs * blocks]),
      graph.constant(alternating(zeroBytes, 0), 'uint8', [outputs * zeroBytes]),
    ],
    {
      ...microsoft,
      attributes: {
        K: { int: inputs },
        N: { int: outputs },
        bits: { int: bits },
        block_size: { int: blockSize },
        accuracy_level: { int: accuracyLevel },
      },
    },
  );
}
