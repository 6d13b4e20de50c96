import type { OnnxElementType } from './onnx-signature.ts';
import type { GraphScope, NodeHeader } from './read-onnx-nodes.ts';
import { elementTypeOfCode } from './write-element-types.ts';

/** Where a value comes from, as an optimiser of graphs sees it from a node that uses it. */
export type ValuePlace =
  /** Stored in the node's own graph, or computed from such values alone. */
  | 'graph'
  /** The same of a graph around it: the node stands in a body of `If` or `Loop`. */
  | 'outer-graph'
  /** Computed anew in every run. */
  | 'computed';

/** Operators that give values of the type of their first input. */
const passing = new Set(['Transpose', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Slice']);

/** What can be told of the values of a file from its nodes, without computing them. */
export class GraphValues {
  readonly #makers = new Map<GraphScope, Map<string, NodeHeader>>();
  readonly #fixed = new Map<NodeHeader, boolean>();

  constructor(nodes: readonly NodeHeader[]) {
    for (const node of nodes) {
      const ofScope = this.#makers.get(node.scope) ?? new Map<string, NodeHeader>();
      this.#makers.set(node.scope, ofScope);
      for (const output of node.outputs) ofScope.set(output, node);
    }
  }

  makerOf(name: string, scope: GraphScope | undefined): NodeHeader | undefined {
    return scope && (this.#makers.get(scope)?.get(name) ?? this.makerOf(name, scope.outer));
  }

  placeOf(name: string, scope: GraphScope): ValuePlace {
    const home = this.#homeOf(name, scope);
    if (home === undefined) return 'computed';
    return home === scope ? 'graph' : 'outer-graph';
  }

  typeOf(name: string, scope: GraphScope | undefined): OnnxElementType {
    const stored = scope?.initializers.get(name);
    if (stored) return stored.type;
    const maker = scope && this.#makers.get(scope)?.get(name);
    if (!maker) return scope?.outer ? this.typeOf(name, scope.outer) : 'other';
    const { operator, inputs, integers } = maker;
    if (passing.has(operator)) return this.typeOf(inputs[0] ?? '', scope);
    if (operator === 'Cast') return elementTypeOfCode(integers.get('to') ?? 0) ?? 'other';
    if (operator === 'DynamicQuantizeLinear') return 'uint8';
    if (operator === 'QuantizeLinear') return inputs[2] ? this.typeOf(inputs[2], scope) : 'uint8';
    return 'other';
  }

  /** The graph that stores or makes a value which is the same in every run; undefined for one that is not. */
  #homeOf(name: string, scope: GraphScope | undefined): GraphScope | undefined {
    if (!scope) return undefined;
    if (scope.initializers.has(name)) return scope;
    const maker = this.#makers.get(scope)?.get(name);
    if (!maker) return this.#homeOf(name, scope.outer);
    const isFixed = this.#fixed.get(maker) ?? this.#areInputsFixed(maker);
    this.#fixed.set(maker, isFixed);
    return isFixed ? scope : undefined;
  }

  #areInputsFixed({ operator, inputs, scope }: NodeHeader): boolean {
    if (operator === 'If' || operator === 'Loop') return false;
    return inputs.every((input) => input === '' || this.#homeOf(input, scope) !== undefined);
  }
}
