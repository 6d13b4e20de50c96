import { type AxisSize, commonSize, productOfSizes, sumOfSizes } from './axis-size.ts';
import { formatShape, type GraphValue, type NodeToInfer, type ShapeRule } from './shape-rule.ts';

/** The shape that all these have after broadcasting, which lines them up at their last axes. */
export function broadcastShape(
  node: NodeToInfer,
  shapes: readonly (readonly AxisSize[])[],
): readonly AxisSize[] {
  const axes = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: axes }, (_, axis) => {
    let size: AxisSize = 1;
    for (const shape of shapes) {
      const other = shape[axis - axes + shape.length] ?? 1;
      if (other === 1) continue;
      const common: AxisSize | undefined = size === 1 ? other : commonSize(size, other);
      if (common === undefined)
        return node.fail(shapes.map(formatShape).join(' and '), 'shapes that broadcast');
      size = common;
    }
    return size;
  });
}

const sameAsFirst: ShapeRule = (node) => [{ type: node.input(0).type, shape: node.input(0).shape }];

const broadcast: ShapeRule = (node) => {
  const types = new Set(node.inputs.map(({ type }) => type));
  if (types.size > 1) node.fail([...types].join(' and '), 'inputs of one type');
  const shape = broadcastShape(
    node,
    node.inputs.map((input) => input.shape),
  );
  const numbers = numbersOf(node);
  return [{ type: node.input(0).type, shape, numbers }];
};

const comparison: ShapeRule = (node) => [
  {
    type: 'bool',
    shape: broadcastShape(
      node,
      node.inputs.map((input) => input.shape),
    ),
  },
];

const where: ShapeRule = (node) => {
  if (node.input(0).type !== 'bool') node.fail(`a condition of ${node.input(0).type}`, 'bool');
  if (node.input(1).type !== node.input(2).type) {
    node.fail(`${node.input(1).type} and ${node.input(2).type}`, 'branches of one type');
  }
  const shape = broadcastShape(
    node,
    node.inputs.map((input) => input.shape),
  );
  return [{ type: node.input(1).type, shape }];
};

/** Sums and products of numbers that are known, as shapes are computed with. */
function numbersOf(node: NodeToInfer): readonly AxisSize[] | undefined {
  const [a, b] = node.inputs.map((input: GraphValue) => input.numbers);
  const compute = { Add: sumOfSizes, Mul: productOfSizes }[node.operator];
  if (!a || !b || !compute) return undefined;
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, i) => compute([a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!]));
}

const names = (text: string, rule: ShapeRule) =>
  Object.fromEntries(text.split(' ').map((name) => [name, rule]));

/** Operators that treat each value for itself, and softmax, which keeps shapes as they do. */
export const elementwiseRules: Readonly<Record<string, ShapeRule>> = {
  ...names(
    'Abs Ceil Clip Cos Erf Exp Floor Log Neg Reciprocal Relu Round Sigmoid Sin Softmax Sqrt Tanh Not',
    sameAsFirst,
  ),
  ...names('Gelu Identity LeakyRelu FastGelu QuickGelu BiasGelu CumSum Trilu', sameAsFirst),
  ...names('Add Sub Mul Div Pow Max Min And Or', broadcast),
  ...names('Equal Greater GreaterOrEqual Less LessOrEqual', comparison),
  Identity: (node) => [node.input(0)],
  Where: where,
};
