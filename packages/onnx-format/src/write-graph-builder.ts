import type { OnnxElementType } from './onnx-signature.ts';
import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxInitializer,
  OnnxNode,
  OnnxStoredType,
} from './write-onnx-graph.ts';

/** Attributes and outputs of a node, besides its inputs. */
export interface OnnxNodeOptions {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>> | undefined;
  readonly domain?: string | undefined;
  /** Number of outputs; 1 if absent. */
  readonly outputs?: number | undefined;
}

/**
 * Builds a graph node by node; values are passed on by their names, which the builder makes up.
 *
 * @example
 * const graph = new OnnxGraphBuilder();
 * const x = graph.input('x', 'float32', ['n', 4]);
 * graph.output(graph.node('ReduceSum', [x, graph.int64s([1])]), 'float32', ['n', 1]);
 * const bytes = writeOnnxModel(graph.build());
 */
export class OnnxGraphBuilder {
  readonly #inputs: OnnxGraph['inputs'][number][] = [];
  readonly #outputs: OnnxGraph['outputs'][number][] = [];
  readonly #initializers: OnnxInitializer[] = [];
  readonly #nodes: OnnxNode[] = [];
  #names = 0;

  /** A value to feed. */
  input(name: string, type: OnnxElementType, shape: readonly (number | string)[]): string {
    this.#inputs.push({ name, type, shape });
    return name;
  }

  /** A value that is part of the file. */
  constant(data: ArrayBufferView, type: OnnxStoredType, shape: readonly number[]): string {
    const name = this.#name('constant');
    this.#initializers.push({ name, type, shape, data });
    return name;
  }

  /** A list of whole numbers, as shapes and axes are given. */
  int64s(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), 'int64', [values.length]);
  }

  /** One operation; gives the name of its first output. */
  node(operator: string, inputs: readonly string[], options: OnnxNodeOptions = {}): string {
    return this.nodeOutputs(operator, inputs, options)[0]!;
  }

  /** One operation; gives the names of all its outputs. */
  nodeOutputs(operator: string, inputs: readonly string[], options: OnnxNodeOptions = {}): string[] {
    const { outputs: count = 1, ...rest } = options;
    const outputs = Array.from({ length: count }, () => this.#name(operator));
    this.#nodes.push({ operator, inputs, outputs, ...rest });
    return outputs;
  }

  /**
   * Nodes that `write` adds, as a graph within this one: the value of an attribute of `If`. They may use all values that are
   * there before; what they compute is seen by no other node. `write` gives the name of the result, which one of them makes.
   */
  branch(write: () => string, type: OnnxElementType, shape: readonly (number | string)[]): OnnxGraph {
    const first = this.#nodes.length;
    const name = write();
    return {
      inputs: [],
      outputs: [{ name, type, shape }],
      initializers: [],
      nodes: this.#nodes.splice(first),
    };
  }

  /** Makes a value a result of the graph, under a name of its own where one is given. */
  output(value: string, type: OnnxElementType, shape: readonly (number | string)[], name = value): string {
    if (name !== value) this.#nodes.push({ operator: 'Identity', inputs: [value], outputs: [name] });
    this.#outputs.push({ name, type, shape });
    return name;
  }

  /** The graph so far, as plain data. */
  build(): OnnxGraph {
    return {
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      initializers: [...this.#initializers],
      nodes: [...this.#nodes],
    };
  }

  #name(prefix: string): string {
    this.#names += 1;
    return `${prefix}_${this.#names}`;
  }
}
