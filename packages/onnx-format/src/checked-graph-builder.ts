import { InvalidTensorError } from '@slowfast/spec';
import type { OnnxElementType } from './onnx-signature.ts';
import { type AxisSize, commonSize } from './shapes/axis-size.ts';
import { inferShapes } from './shapes/infer-shapes.ts';
import { formatShape, type GraphValue, NodeToInfer } from './shapes/shape-rule.ts';
import { OnnxGraphBuilder, type OnnxNodeOptions } from './write-graph-builder.ts';
import type { OnnxGraph, OnnxStoredType } from './write-onnx-graph.ts';

/** Attributes and outputs of a node, besides its inputs. */
export interface CheckedNodeOptions extends OnnxNodeOptions {
  /** What the node gives, for operators without a rule; taken as it stands. */
  readonly gives?: readonly GraphValue[];
}

/**
 * A graph builder that knows type and shape of every value: each node is checked when it is added, so that a wrong axis
 * throws where it is made. Axes of free size have names, and formulas of them are followed (`past + sequence`).
 *
 * @example
 * const graph = new CheckedGraphBuilder();
 * const x = graph.input('x', 'float32', ['n', 4]);
 * graph.value(graph.node('Concat', [x, x], { attributes: { axis: { int: 0 } } })).shape; // ['n + n', 4]
 */
export class CheckedGraphBuilder extends OnnxGraphBuilder {
  readonly #values = new Map<string, GraphValue>();

  /**
   * What is known of a value.
   *
   * @throws InvalidTensorError when there is no value of that name.
   */
  value(name: string): GraphValue {
    const value = this.#values.get(name);
    if (value) return value;
    throw new InvalidTensorError({
      operation: 'A graph',
      found: `the name ${JSON.stringify(name)}`,
      expected: 'a value that was made before',
    });
  }

  override input(name: string, type: OnnxElementType, shape: readonly (number | string)[]): string {
    this.#values.set(name, { type, shape });
    return super.input(name, type, shape);
  }

  override constant(data: ArrayBufferView, type: OnnxStoredType, shape: readonly number[]): string {
    const name = super.constant(data, type, shape);
    const isWhole = data instanceof BigInt64Array || data instanceof Int32Array;
    const numbers = isWhole && data.length <= 64 ? [...data].map(Number) : undefined;
    this.makeKnown(name, { type, shape, numbers });
    return name;
  }

  override nodeOutputs(
    operator: string,
    inputs: readonly string[],
    options: CheckedNodeOptions = {},
  ): string[] {
    const { gives, ...rest } = options;
    const { attributes = {}, outputs = 1 } = rest;
    const values = inputs.map((name) => (name === '' ? undefined : this.value(name)));
    const found =
      gives ??
      (operator === 'If'
        ? this.#branches(attributes)
        : inferShapes(new NodeToInfer(operator, values, attributes, outputs)));
    const names = super.nodeOutputs(operator, inputs, rest);
    for (const [i, name] of names.entries()) {
      const value = found[i];
      if (value) this.makeKnown(name, value);
    }
    return names;
  }

  override node(operator: string, inputs: readonly string[], options: CheckedNodeOptions = {}): string {
    return this.nodeOutputs(operator, inputs, options)[0]!;
  }

  override output(
    value: string,
    type: OnnxElementType,
    shape: readonly (number | string)[],
    name = value,
  ): string {
    const known = this.#require(`The output ${name}`, value, type, shape);
    if (name !== value) this.makeKnown(name, known);
    return super.output(value, type, shape, name);
  }

  override branch(
    write: () => string,
    type: OnnxElementType,
    shape: readonly (number | string)[],
  ): OnnxGraph {
    return super.branch(
      () => {
        const name = write();
        // Which branch is taken follows from sizes, so a named axis may have in each what it has there alone.
        const known = this.value(name).shape;
        const sizes = shape.map((size, axis) => (typeof size === 'string' ? (known[axis] ?? size) : size));
        this.#require('A branch', name, type, sizes);
        return name;
      },
      type,
      shape,
    );
  }

  /** Makes the type and shape of a value known that was not made by a node. */
  protected makeKnown(name: string, value: GraphValue): void {
    this.#values.set(name, value);
  }

  #require(operation: string, name: string, type: OnnxElementType, shape: readonly AxisSize[]): GraphValue {
    const known = this.value(name);
    const fits =
      known.type === type &&
      known.shape.length === shape.length &&
      known.shape.every((size, axis) => commonSize(size, shape[axis]!) !== undefined);
    if (fits) return known;
    throw new InvalidTensorError({
      operation,
      found: `${known.type} ${formatShape(known.shape)}`,
      expected: `${type} ${formatShape(shape)}`,
    });
  }

  /** The outputs of `If`: what both branches give; sizes that differ are not known. */
  #branches(attributes: NonNullable<OnnxNodeOptions['attributes']>): readonly GraphValue[] {
    const [first, second] = ['then_branch', 'else_branch'].map((name) => {
      const attribute = attributes[name];
      return attribute && 'graph' in attribute ? attribute.graph : undefined;
    });
    return outputsOf(first).map(({ type, shape }, i) => {
      const other = outputsOf(second)[i];
      if (other?.type !== type || other.shape.length !== shape.length) {
        throw new InvalidTensorError({
          operation: 'If',
          found: other
            ? `${other.type} ${formatShape(other.shape)} in the other branch`
            : 'no such output in the other branch',
          expected: `${type} ${formatShape(shape)}, as in the first`,
        });
      }
      return { type, shape: shape.map((size, axis) => (size === other.shape[axis] ? size : -1)) };
    });
  }
}

function outputsOf(graph: OnnxGraph | undefined): OnnxGraph['outputs'] {
  return graph?.outputs ?? [];
}
