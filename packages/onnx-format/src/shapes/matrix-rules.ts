import { type AxisSize, commonSize } from './axis-size.ts';
import { broadcastShape } from './elementwise-rules.ts';
import { formatShape, type NodeToInfer, type ShapeRule } from './shape-rule.ts';

/** Shape of a matrix product over the last two axes. */
function product(
  node: NodeToInfer,
  left: readonly AxisSize[],
  right: readonly AxisSize[],
): readonly AxisSize[] {
  if (left.length < 2 || right.length < 2) {
    node.fail(`${formatShape(left)} and ${formatShape(right)}`, 'matrices of two axes or more');
  }
  const [inner, rows] = [left.at(-1)!, left.at(-2)!];
  if (commonSize(inner, right.at(-2)!) === undefined) {
    node.fail(`${formatShape(left)} times ${formatShape(right)}`, 'matrices whose inner sizes are equal');
  }
  return [...broadcastShape(node, [left.slice(0, -2), right.slice(0, -2)]), rows, right.at(-1)!];
}

function swapped(shape: readonly AxisSize[], doSwap: boolean): readonly AxisSize[] {
  return doSwap ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
}

const matMul: ShapeRule = (node) => {
  const [left, right] = [node.input(0), node.input(1)];
  if (left.type !== right.type) node.fail(`${left.type} and ${right.type}`, 'inputs of one type');
  return [{ type: left.type, shape: product(node, left.shape, right.shape) }];
};

const fusedMatMul: ShapeRule = (node) => {
  const left = swapped(node.input(0).shape, node.int('transA', 0) === 1);
  const right = swapped(node.input(1).shape, node.int('transB', 0) === 1);
  if (node.int('transBatchA', 0) === 1 || node.int('transBatchB', 0) === 1) return [transBatch(node)];
  return [{ type: node.input(0).type, shape: product(node, left, right) }];
};

/** With a transposed batch the first of the axes goes to the last place but one before the matrices are read. */
function transBatch(node: NodeToInfer) {
  const moved = (shape: readonly AxisSize[], doMove: boolean) =>
    doMove ? [...shape.slice(1, -1), shape[0]!, shape.at(-1)!] : shape;
  const left = moved(node.input(0).shape, node.int('transBatchA', 0) === 1);
  const right = moved(node.input(1).shape, node.int('transBatchB', 0) === 1);
  const shape = product(
    node,
    swapped(left, node.int('transA', 0) === 1),
    swapped(right, node.int('transB', 0) === 1),
  );
  return { type: node.input(0).type, shape };
}

const gemm: ShapeRule = (node) => {
  const left = swapped(node.input(0).shape, node.int('transA', 0) === 1);
  const right = swapped(node.input(1).shape, node.int('transB', 0) === 1);
  const shape = product(node, left, right);
  const bias = node.optionalInput(2);
  if (bias) requireShape(node, broadcastShape(node, [shape, bias.shape]), shape);
  return [{ type: node.input(0).type, shape }];
};

/** Weights of 8 bits, `[in, out]`, with a scale for each output or one for all. */
const dynamicQuantizeMatMul: ShapeRule = (node) => {
  const { type } = node.input(1);
  if (type !== 'int8' && type !== 'uint8') node.fail(`weights of ${type}`, 'int8 or uint8');
  const shape = product(node, node.input(0).shape, node.input(1).shape);
  perOutput(node, 2, shape.at(-1)!);
  perOutput(node, 3, shape.at(-1)!);
  perOutput(node, 4, shape.at(-1)!);
  return [{ type: 'float32', shape }];
};

const matMulInteger: ShapeRule = (node) => [
  { type: 'int32', shape: product(node, node.input(0).shape, node.input(1).shape) },
];

function perOutput(node: NodeToInfer, place: number, outputs: AxisSize): void {
  const input = node.optionalInput(place);
  const size = input && (input.shape.length === 0 ? 1 : input.shape[0]!);
  if (!input || (size === 1 && place !== 4)) return;
  if (input.shape.length !== 1 || commonSize(size!, outputs) === undefined) {
    node.fail(`input ${place} of ${formatShape(input.shape)}`, `[${outputs}]`);
  }
}

/** Weights `[out, blocks, blockSize * bits / 8]` with scales `[out, blocks]` or that in one axis. */
const matMulNBits: ShapeRule = (node) => {
  const [inputs, outputs, bits] = [node.int('K'), node.int('N'), node.int('bits', 4)];
  const blockSize = node.int('block_size');
  const blocks = Math.ceil(inputs / blockSize);
  const { shape, type } = node.input(0);
  if (commonSize(shape.at(-1)!, inputs) === undefined)
    node.fail(formatShape(shape), `a last axis of ${inputs}`);
  requireShape(node, node.input(1).shape, [outputs, blocks, (blockSize * bits) / 8]);
  const scales = node.input(2).shape;
  requireShape(node, scales, scales.length === 1 ? [outputs * blocks] : [outputs, blocks]);
  return [{ type, shape: [...shape.slice(0, -1), outputs] }];
};

const conv: ShapeRule = (node) => {
  const [{ shape, type }, weight] = [node.input(0), node.input(1)];
  if (weight.shape.length !== shape.length)
    node.fail(formatShape(weight.shape), `weights of ${shape.length} axes`);
  const [batch, channels] = shape;
  const perGroup = weight.shape[1];
  if (
    typeof channels === 'number' &&
    typeof perGroup === 'number' &&
    channels !== perGroup * node.int('group', 1)
  ) {
    node.fail(
      `${channels} channels against weights ${formatShape(weight.shape)}`,
      'as many channels as weights take',
    );
  }
  const kernel = weight.shape.slice(2);
  const strides = node.ints('strides');
  const pads = node.ints('pads');
  const sizes = shape.slice(2).map((size, axis) => {
    const length = kernel[axis]!;
    if (typeof size !== 'number' || size < 0 || typeof length !== 'number' || node.ints('dilations'))
      return -1;
    const padded = size + (pads?.[axis] ?? 0) + (pads?.[axis + kernel.length] ?? 0);
    return Math.floor((padded - length) / (strides?.[axis] ?? 1)) + 1;
  });
  return [{ type, shape: [batch!, weight.shape[0]!, ...sizes] }];
};

/** @throws InvalidTensorError when the shapes differ. */
export function requireShape(
  node: NodeToInfer,
  found: readonly AxisSize[],
  expected: readonly AxisSize[],
): void {
  const fits =
    found.length === expected.length &&
    found.every((size, i) => commonSize(size, expected[i]!) !== undefined);
  if (!fits) node.fail(formatShape(found), formatShape(expected));
}

/** Products of matrices, plain, fused and of quantised weights. */
export const matrixRules: Readonly<Record<string, ShapeRule>> = {
  MatMul: matMul,
  FusedMatMul: fusedMatMul,
  Gemm: gemm,
  Conv: conv,
  DynamicQuantizeMatMul: dynamicQuantizeMatMul,
  MatMulInteger: matMulInteger,
  MatMulNBits: matMulNBits,
};
