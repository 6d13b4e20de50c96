import { InvalidTensorError } from '@slowfast/spec';
import type { OnnxElementType } from '../onnx-signature.ts';
import type { OnnxAttribute } from '../write-onnx-graph.ts';
import type { AxisSize } from './axis-size.ts';

/** What is known of a value of a graph before it runs. */
export interface GraphValue {
  readonly type: OnnxElementType;
  readonly shape: readonly AxisSize[];
  /** The numbers in it, where they are known: shapes, axes, indices. */
  readonly numbers?: readonly AxisSize[] | undefined;
}

/** What follows of a node's inputs for its outputs, or an {@link InvalidTensorError} that says what does not fit. */
export type ShapeRule = (node: NodeToInfer) => readonly GraphValue[];

/** A node whose outputs are looked for: its inputs and attributes, read with checks. */
export class NodeToInfer {
  readonly operator: string;
  /** Number of outputs that are asked for. */
  readonly outputs: number;
  readonly #inputs: readonly (GraphValue | undefined)[];
  readonly #attributes: Readonly<Record<string, OnnxAttribute>>;

  constructor(
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    outputs: number,
  ) {
    this.operator = operator;
    this.outputs = outputs;
    this.#inputs = inputs;
    this.#attributes = attributes;
  }

  /** Inputs that are there. */
  get inputs(): readonly GraphValue[] {
    return this.#inputs.filter((input) => input !== undefined);
  }

  /** The input at a place, which must be there. */
  input(place: number): GraphValue {
    return this.optionalInput(place) ?? this.fail('nothing', `a value as input ${place}`);
  }

  /** The input at a place, or undefined when it is left out. */
  optionalInput(place: number): GraphValue | undefined {
    return this.#inputs[place];
  }

  /** An attribute that is a whole number. */
  int(name: string, absent?: number): number {
    const attribute = this.#attributes[name];
    if (attribute && 'int' in attribute) return attribute.int;
    return absent ?? this.fail('nothing', `a whole number as ${name}`);
  }

  /** An attribute that is a list of whole numbers. */
  ints(name: string): readonly number[] | undefined {
    const attribute = this.#attributes[name];
    return attribute && 'ints' in attribute ? attribute.ints : undefined;
  }

  /** An attribute of any kind. */
  attribute(name: string): OnnxAttribute | undefined {
    return this.#attributes[name];
  }

  /** A whole axis number of a value with so many axes. */
  axis(axis: number, axes: number): number {
    if (axis >= -axes && axis < axes) return axis < 0 ? axis + axes : axis;
    return this.fail(`axis ${axis}`, `one of ${axes} axes`);
  }

  fail(found: string, expected: string): never {
    throw new InvalidTensorError({ operation: this.operator, found, expected });
  }
}

/** A shape for people, e.g. `[1, sequence, 64]`. */
export function formatShape(shape: readonly AxisSize[]): string {
  return `[${shape.map((size) => (size === -1 ? '?' : size)).join(', ')}]`;
}
