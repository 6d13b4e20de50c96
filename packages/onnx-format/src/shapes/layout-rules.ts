import {
  type AxisSize,
  commonSize,
  productOfSizes,
  quotientOfSizes,
  sumOfSizes,
  unknownSize,
} from './axis-size.ts';
import { broadcastShape } from './elementwise-rules.ts';
import { formatShape, type GraphValue, type ShapeRule } from './shape-rule.ts';

const concat: ShapeRule = (node) => {
  const first = node.input(0);
  const axis = node.axis(node.int('axis'), first.shape.length);
  for (const { type, shape } of node.inputs) {
    const fits =
      type === first.type &&
      shape.length === first.shape.length &&
      shape.every((size, i) => i === axis || commonSize(size, first.shape[i]!) !== undefined);
    if (!fits) {
      const found = node.inputs.map((each) => `${each.type} ${formatShape(each.shape)}`).join(' and ');
      node.fail(found, `one type, and shapes that differ at axis ${axis} alone`);
    }
  }
  const shape = first.shape.with(axis, sumOfSizes(node.inputs.map((input) => input.shape[axis]!)));
  const parts = node.inputs.map(({ numbers }) => numbers);
  const numbers = parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  return [{ type: first.type, shape, numbers }];
};

const reshape: ShapeRule = (node) => {
  const { type, shape, numbers } = node.input(0);
  const asked = node.input(1).numbers;
  const axes = node.input(1).shape[0];
  if (!asked) {
    const count =
      typeof axes === 'number' && axes >= 0 ? axes : node.fail('a shape of unknown length', 'a known one');
    return [{ type, shape: Array.from({ length: count }, () => unknownSize) }];
  }
  // A size that is not known is told apart from the -1 that asks for the rest by being alone: both are -1.
  const sizes = asked.map((size, axis) =>
    size === 0 ? (shape[axis] ?? node.fail('0', 'an axis to copy')) : size,
  );
  const rest = sizes.indexOf(unknownSize);
  if (rest !== sizes.lastIndexOf(unknownSize)) return [{ type, shape: sizes }];
  const whole = productOfSizes(shape);
  const others = productOfSizes(sizes.filter((_, axis) => axis !== rest));
  const left = quotientOfSizes(whole, others);
  const misfit = () => node.fail(formatShape(shape), `as many values as ${formatShape(sizes)} has`);
  const isKnown = typeof whole === 'number' && typeof others === 'number' && whole !== unknownSize;
  if (rest < 0 && whole !== unknownSize && left !== 1 && others !== 0) misfit();
  if (rest >= 0 && left === undefined && isKnown && others !== 0) misfit();
  const found = rest < 0 ? sizes : sizes.with(rest, left ?? unknownSize);
  return [{ type, shape: found, numbers }];
};

const transpose: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const order = node.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  const isOrder =
    [...order].sort((a, b) => a - b).every((axis, i) => axis === i) && order.length === shape.length;
  if (!isOrder) node.fail(`the order ${order} of ${formatShape(shape)}`, 'each axis once');
  return [{ type, shape: order.map((axis) => shape[axis]!) }];
};

const split: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  const given = node.optionalInput(1)?.numbers;
  const size = shape[axis]!;
  if (given && given.length !== node.outputs)
    node.fail(`${given.length} sizes`, `${node.outputs}, one an output`);
  if (given && commonSize(sumOfSizes(given), size) === undefined)
    node.fail(`parts ${given} of ${size}`, `a sum of ${size}`);
  const part = quotientOfSizes(size, node.outputs);
  if (!given && part === undefined) node.fail(`${size}`, `a size that ${node.outputs} outputs share`);
  return Array.from({ length: node.outputs }, (_, i) => ({
    type,
    shape: shape.with(axis, given?.[i] ?? part!),
  }));
};

const squeeze: ShapeRule = (node) => {
  const { type, shape, numbers } = node.input(0);
  const asked = node.optionalInput(1)?.numbers;
  const axes = asked?.map((axis) => node.axis(Number(axis), shape.length));
  const goes = (size: AxisSize, axis: number) => (axes ? axes.includes(axis) : size === 1);
  for (const axis of axes ?? []) {
    if (commonSize(shape[axis]!, 1) === undefined)
      node.fail(`axis ${axis} of ${formatShape(shape)}`, 'a size of 1');
  }
  return [{ type, shape: shape.filter((size, axis) => !goes(size, axis)), numbers }];
};

const unsqueeze: ShapeRule = (node) => {
  const { type, shape, numbers } = node.input(0);
  const asked = node.input(1).numbers ?? node.fail('axes that are computed', 'axes that are known');
  const axes = asked.map((axis) => node.axis(Number(axis), shape.length + asked.length));
  const rest = [...shape];
  const grown = Array.from({ length: shape.length + axes.length }, (_, axis) =>
    axes.includes(axis) ? 1 : rest.shift()!,
  );
  return [{ type, shape: grown, numbers }];
};

const gather: ShapeRule = (node) => {
  const [{ type, shape, numbers }, indices] = [node.input(0), node.input(1)];
  const axis = node.axis(node.int('axis', 0), shape.length);
  for (const index of indices.numbers ?? []) {
    const size = shape[axis]!;
    const isOut =
      typeof index === 'number' && typeof size === 'number' && size >= 0 && (index >= size || index < -size);
    if (isOut) node.fail(`index ${index} of ${size}`, 'an index within the axis');
  }
  const picked = numbers && indices.numbers?.map((index) => numbers.at(Number(index))!);
  const result = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  return [{ type, shape: result, numbers: picked }];
};

const slice: ShapeRule = (node) => {
  const { type, shape, numbers } = node.input(0);
  const [starts, ends, steps] = [
    node.input(1).numbers,
    node.input(2).numbers,
    node.optionalInput(4)?.numbers,
  ];
  const asked = node.optionalInput(3)?.numbers;
  const sizes = [...shape];
  const count = node.input(1).shape[0];
  const axes = (asked ?? Array.from({ length: Number(count) }, (_, axis) => axis)).map((axis) =>
    node.axis(Number(axis), shape.length),
  );
  for (const [i, axis] of axes.entries()) {
    sizes[axis] = sliceSize(
      shape[axis]!,
      starts?.[i],
      ends?.[i],
      steps?.[i] ?? (node.optionalInput(4) ? undefined : 1),
    );
  }
  const isList = numbers && shape.length === 1 && starts && ends && !steps;
  const kept = isList ? numbers.slice(Number(starts[0]), Number(ends[0])) : undefined;
  return [{ type, shape: sizes, numbers: kept }];
};

function sliceSize(size: AxisSize, start?: AxisSize, end?: AxisSize, step?: AxisSize): AxisSize {
  if (typeof start !== 'number' || typeof step !== 'number') return unknownSize;
  const toTheEnd = typeof end === 'number' && end >= 2 ** 31 - 1;
  if (start === 0 && step === 1 && (toTheEnd || end === size)) return size;
  if (start < 0 && toTheEnd && step === 1 && typeof size === 'string') return -start;
  // Cuts off its end what has a name: the length follows from the end alone when that is a size itself.
  if (start === 0 && step === 1 && typeof end === 'string') return end;
  if (typeof size !== 'number' || size < 0 || typeof end !== 'number') return unknownSize;
  const place = (at: number) => Math.min(size, Math.max(step < 0 ? -1 : 0, at < 0 ? at + size : at));
  return Math.max(0, Math.ceil((place(end) - place(start)) / step));
}

const expand: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const asked = node.input(1).numbers;
  if (asked) return [{ type, shape: broadcastShape(node, [shape, asked]) }];
  return [{ type, shape: Array.from({ length: Number(node.input(1).shape[0]) }, () => unknownSize) }];
};

const tile: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const times = node.input(1).numbers ?? shape.map(() => unknownSize);
  if (times.length !== shape.length)
    node.fail(`${times.length} repeats of ${formatShape(shape)}`, 'one an axis');
  return [{ type, shape: shape.map((size, axis) => productOfSizes([size, times[axis]!])) }];
};

const flatten: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const at = node.int('axis', 1);
  return [{ type, shape: [productOfSizes(shape.slice(0, at)), productOfSizes(shape.slice(at))] }];
};

/** A mean, sum or maximum over axes, given as an input or an attribute. */
const reduce: ShapeRule = (node) => {
  const { type, shape } = node.input(0);
  const asked = node.optionalInput(1)?.numbers ?? node.ints('axes');
  const axes = (asked ?? shape.map((_, axis) => axis)).map((axis) => node.axis(Number(axis), shape.length));
  const keeps = node.int('keepdims', 1) === 1;
  const sizes = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return [
    { type, shape: keeps ? sizes : sizes.filter((_, axis) => !axes.includes(axis)) } satisfies GraphValue,
  ];
};

/** The place of the largest value. */
const argMax: ShapeRule = (node) => {
  const { shape } = node.input(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  const sizes = node.int('keepdims', 1) === 1 ? shape.with(axis, 1) : shape.filter((_, i) => i !== axis);
  return [{ type: 'int64', shape: sizes }];
};

/** Operators that move values, and those that reduce axes. */
export const layoutRules: Readonly<Record<string, ShapeRule>> = {
  Concat: concat,
  Reshape: reshape,
  Transpose: transpose,
  Split: split,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Gather: gather,
  Slice: slice,
  Expand: expand,
  Tile: tile,
  Flatten: flatten,
  ReduceMean: reduce,
  ReduceSum: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  ArgMax: argMax,
};
