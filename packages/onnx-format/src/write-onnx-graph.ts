import type { OnnxElementType, OnnxValueSignature } from './onnx-signature.ts';

/** Element types whose values can be written into a file. */
export type OnnxStoredType = Exclude<OnnxElementType, 'other' | 'string'>;

/** A setting of an operator; a graph is the body of a branch or loop and may use the values of the graphs around it. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly graph: OnnxGraph };

/** One operation of a graph. */
export interface OnnxNode {
  /** Operator as ONNX names it, e.g. `MatMul`. */
  readonly operator: string;
  /** Set of operators that it belongs to; the standard one if absent. */
  readonly domain?: string | undefined;
  /** Names of values; an empty one leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>> | undefined;
}

/** Where the values of a tensor are that are kept in a file beside the graph's. */
export interface OnnxExternalData {
  /** Name of the file, relative to the folder of the graph's. */
  readonly path: string;
  /** Position of the first byte; a multiple of 4096 lets runtimes map the file. */
  readonly offset: number;
  /** Number of bytes. */
  readonly bytes: number;
}

/** A value that belongs to a graph, in its file or in one beside it. */
export interface OnnxInitializer {
  readonly name: string;
  readonly type: OnnxStoredType;
  readonly shape: readonly number[];
  /** The values, row-major, in the layout of the type; `float16` as bit patterns, two 4-bit values in a byte. */
  readonly data: ArrayBufferView | OnnxExternalData;
}

/** A graph as plain data. Nodes are in an order in which they can run. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValueSignature[];
  readonly outputs: readonly OnnxValueSignature[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}
