import type { OnnxElementType, OnnxValueSignature } from './read-onnx-signature.ts';

/** Element types whose values can be written into a file. */
export type OnnxStoredType = Exclude<OnnxElementType, 'other' | 'string'>;

/** A setting of an operator. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] };

/** One operation of a graph. */
export interface OnnxNode {
  /** Operator as ONNX names it, e.g. `MatMul`. */
  readonly operator: string;
  /** Set of operators that it belongs to; the standard one if absent. */
  readonly domain?: string;
  /** Names of values; an empty one leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A value that is part of the file. */
export interface OnnxInitializer {
  readonly name: string;
  readonly type: OnnxStoredType;
  readonly shape: readonly number[];
  /** The values, row-major, in the layout of the type; `float16` as bit patterns, two 4-bit values in a byte. */
  readonly data: ArrayBufferView;
}

/** A graph as plain data. Nodes are in an order in which they can run. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValueSignature[];
  readonly outputs: readonly OnnxValueSignature[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}
