import { type GridSize, InvalidTensorError } from '@slowfast/spec';

/** The checks of shapes that every backend makes: each gives the shape of the result or throws InvalidTensorError. */
export type Shape = readonly number[];

/** Number of values of a shape. */
export function lengthOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function uploadShape(length: number, shape: Shape): Shape {
  return fitting('upload', length, shape);
}

export function reshapeShape(from: Shape, to: Shape): Shape {
  return fitting('reshape', lengthOf(from), to);
}

export function takeShape([count, ...rest]: Shape, positions: readonly number[]): Shape {
  const isPosition = (position: number) =>
    Number.isInteger(position) && position >= 0 && position < (count ?? 0);
  if (positions.length > 0 && positions.every(isPosition)) return [positions.length, ...rest];
  throw mismatch(
    'take',
    `positions [${positions.join(', ')}]`,
    `at least one, each from 0 to ${(count ?? 0) - 1}`,
  );
}

export function poolShape(shape: Shape, window: GridSize): Shape {
  const [frames, rows, columns, size] = frameShape('pool', shape);
  checkGrid('pool', window);
  const pooled = [frames, Math.floor(rows / window.rows), Math.floor(columns / window.columns), size];
  if (lengthOf(pooled) > 0) return pooled;
  throw mismatch('pool', print(shape), `a grid of at least ${window.rows}x${window.columns}`);
}

export function poolAdaptiveShape(shape: Shape, to: GridSize): Shape {
  const [frames, , , size] = frameShape('poolAdaptive', shape);
  checkGrid('poolAdaptive', to);
  return [frames, to.rows, to.columns, size];
}

export function sumShape([count, ...rest]: Shape): Shape {
  if (count !== undefined && count > 0 && rest.length > 0) return rest;
  throw mismatch(
    'sum',
    print(count === undefined ? [] : [count, ...rest]),
    'two axes or more, none of them empty',
  );
}

export function addShape(left: Shape, right: Shape): Shape {
  if (print(left) === print(right)) return left;
  throw mismatch('add', `${print(left)} and ${print(right)}`, 'two equal shapes');
}

export function concatShape(shapes: readonly Shape[]): Shape {
  const [first, ...others] = shapes;
  const rest = first?.slice(1) ?? [];
  if (
    first !== undefined &&
    first.length > 0 &&
    others.every((other) => print(other.slice(1)) === print(rest))
  ) {
    return [shapes.reduce((count, shape) => count + shape[0]!, 0), ...rest];
  }
  throw mismatch(
    'concat',
    shapes.map(print).join(', ') || 'nothing',
    'shapes that differ in the first axis only',
  );
}

/** The four axes of tokens of frames. */
export function frameShape(operation: string, shape: Shape): readonly [number, number, number, number] {
  const [frames = 0, rows = 0, columns = 0, size = 0] = shape;
  if (shape.length === 4 && lengthOf(shape) > 0) return [frames, rows, columns, size];
  throw mismatch(operation, print(shape), '[frames, rows, columns, size], none of them empty');
}

function checkGrid(operation: string, { rows, columns }: GridSize): void {
  if (Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0) return;
  throw mismatch(operation, `${rows}x${columns}`, 'a positive number of rows and columns');
}

function fitting(operation: string, length: number, shape: Shape): Shape {
  const isSize = (size: number) => Number.isInteger(size) && size > 0;
  if (shape.every(isSize) && lengthOf(shape) === length) return [...shape];
  throw mismatch(operation, `${length} values`, `a shape for as many, not ${print(shape)}`);
}

function mismatch(operation: string, found: string, expected: string): InvalidTensorError {
  return new InvalidTensorError({ operation, found, expected });
}

function print(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
