/** Element types of ONNX tensors that a session takes and returns. */
export type OnnxTensorType =
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
  | 'string';

/**
 * Values in host memory. `float16` values are their bit patterns in a `Uint16Array` on every runtime; `bool` values are
 * 0 or 1 in a `Uint8Array`; two 4-bit values share a byte.
 */
export type OnnxTensorData =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | readonly string[];

/** A dense row-major tensor as plain data. A session never changes the tensors it is fed and keeps none of them. */
export interface OnnxTensor {
  readonly type: OnnxTensorType;
  readonly data: OnnxTensorData;
  /** Sizes per axis, outermost first; empty for a scalar. */
  readonly shape: readonly number[];
}

/**
 * A result that stayed where the runtime computed it, e.g. in the memory of a graphics processor. It can be fed to any
 * session; those of the runtime that made it take it without moving it. Whoever received it disposes it.
 */
export interface ResidentTensor extends Disposable {
  readonly type: OnnxTensorType;
  /** Sizes per axis, outermost first. */
  readonly shape: readonly number[];
  /** Never there: this tells it from an {@link OnnxTensor}. */
  readonly data?: undefined;
  /**
   * Its values, copied to host memory where they are elsewhere. They are for reading only.
   *
   * @throws DisposedError after disposal; RuntimeFailedError when the runtime can't give them.
   */
  read(): Promise<OnnxTensor>;
}

/** What a session is fed and what it gives: values in host memory, or elsewhere. */
export type OnnxValue = OnnxTensor | ResidentTensor;

/** Name, type and shape of an input or output of a model. */
export interface TensorSignature {
  readonly name: string;
  /** Element type; `other` when it is no tensor or of a type outside {@link OnnxTensorType}. */
  readonly type: OnnxTensorType | 'other';
  /** Sizes per axis; an axis whose size is free is its symbolic name, or -1 when it has none. */
  readonly shape: readonly (number | string)[];
}

/** A tensor of float32 values; nothing is copied. */
export function float32Tensor(data: Float32Array, shape: readonly number[]): OnnxTensor {
  return { type: 'float32', data, shape };
}

/** A tensor of int64 values from ordinary numbers, which must be integers. */
export function int64Tensor(values: ArrayLike<number>, shape: readonly number[]): OnnxTensor {
  const data = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = BigInt(values[i]!);
  return { type: 'int64', data, shape };
}
