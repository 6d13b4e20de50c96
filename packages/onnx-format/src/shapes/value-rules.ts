import { elementTypeOfCode } from '../write-element-types.ts';
import { type AxisSize, unknownSize } from './axis-size.ts';
import type { ShapeRule } from './shape-rule.ts';

const shapeOf: ShapeRule = (node) => {
  const { shape } = node.input(0);
  const numbers = shape.slice(node.int('start', 0), node.int('end', shape.length));
  return [{ type: 'int64', shape: [numbers.length], numbers }];
};

const cast: ShapeRule = (node) => {
  const { shape, numbers } = node.input(0);
  const type =
    elementTypeOfCode(node.int('to')) ?? node.fail(`type ${node.int('to')}`, 'a named element type');
  const isWhole = type === 'int64' || type === 'int32';
  return [{ type, shape, ...(numbers && isWhole && { numbers }) }];
};

const range: ShapeRule = (node) => {
  const [start, limit, delta] = [0, 1, 2].map((place) => node.input(place).numbers?.[0]);
  const length: AxisSize = start === 0 && delta === 1 && limit !== undefined ? limit : unknownSize;
  return [{ type: node.input(0).type, shape: [length] }];
};

const constantOfShape: ShapeRule = (node) => {
  const sizes = node.input(0).numbers;
  if (!sizes) node.fail('a shape that is computed', 'a shape that is known');
  return [{ type: 'float32', shape: sizes! }];
};

/** A shape as a value, and values made of numbers alone. */
export const valueRules: Readonly<Record<string, ShapeRule>> = {
  Shape: shapeOf,
  Size: () => [{ type: 'int64', shape: [] }],
  Cast: cast,
  Range: range,
  ConstantOfShape: constantOfShape,
};
