/** Element types of ONNX by the names that JavaScript runtimes use; `other` for all the rest. */
export type OnnxElementType =
  | 'float32'
  | 'float16'
  | 'float64'
  | 'int64'
  | 'uint64'
  | 'int32'
  | 'uint32'
  | 'int16'
  | 'uint16'
  | 'int8'
  | 'uint8'
  | 'bool'
  | 'int4'
  | 'uint4'
  | 'string'
  | 'other';

/** Name, type and shape of an input or output. */
export interface OnnxValueSignature {
  readonly name: string;
  readonly type: OnnxElementType;
  /** Sizes per axis; an axis whose size is free is its symbolic name, or -1 when it has none. */
  readonly shape: readonly (number | string)[];
}

/** What an ONNX file takes and gives, and the files that hold its weights. */
export interface OnnxSignature {
  /** Inputs that must be fed: those with a value in the file are left out, as runtimes do. */
  readonly inputs: readonly OnnxValueSignature[];
  readonly outputs: readonly OnnxValueSignature[];
  /** Paths of external weight files as the file spells them, relative to its folder; each once, sorted. */
  readonly externalDataPaths: readonly string[];
}
