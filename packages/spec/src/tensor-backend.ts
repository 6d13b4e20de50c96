import type { Tensor } from './tensor.ts';

/** How a pool combines its inputs. NaN and infinities propagate through both. */
export type PoolMode = 'max' | 'mean';

/** Rows and columns of a token grid, or of a window on one. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The operations that token aggregation needs, no more, on one runtime. It is not a general tensor library, and it knows
 * no model.
 *
 * Operations are synchronous and may be lazy: `run()` or `read()` of a result runs them. They never free or change their
 * inputs; every result is a new tensor that the caller disposes. An input may be disposed before a lazy result has run.
 *
 * @throws InvalidTensorError when shapes don't fit, or a tensor belongs to another backend.
 * @throws DisposedError when an input was disposed.
 */
export interface TensorBackend<T extends Tensor = Tensor> extends AsyncDisposable {
  /** Names the runtime for people, e.g. `reference`, `onnx`, `tfjs-wasm`. */
  readonly name: string;
  /** A tensor with a copy of these values. */
  upload(values: Float32Array, shape: readonly number[]): T;
  /**
   * A tensor of this backend with the values of any tensor. It may share memory with the original, which must stay alive
   * and unchanged until what is made of the result has been `run`.
   */
  adopt(tensor: Tensor): Promise<T>;
  /** Computes these tensors. Afterwards they depend on no other tensor and share memory with none that was adopted. */
  run(tensors: readonly T[]): Promise<void>;
  /** The slices at these positions of axis 0, in this order, repeats allowed. */
  take(tensor: T, positions: readonly number[]): T;
  /** The same values under another shape of equal length. */
  reshape(tensor: T, shape: readonly number[]): T;
  /**
   * `[frames, rows, columns, size]` over windows side by side, e.g. 2 x 2; rows and columns that fill no window are
   * dropped: `[frames, floor(rows / window.rows), floor(columns / window.columns), size]`.
   */
  pool(tensor: T, window: GridSize, mode: PoolMode): T;
  /**
   * `[frames, rows, columns, size]` to `[frames, to.rows, to.columns, size]`: bin i of an axis of length s to length o is
   * the mean over `floor(i*s/o)` to `ceil((i+1)*s/o)`, end excluded. Bins may overlap; o may exceed s.
   */
  poolAdaptive(tensor: T, to: GridSize): T;
  /** Sum over axis 0, which is dropped: `[n, …]` to `[…]`. */
  sum(tensor: T): T;
  /** Elementwise sum of two tensors of one shape. */
  add(left: T, right: T): T;
  /** Every value multiplied by a factor. */
  scale(tensor: T, factor: number): T;
  /** Joined along axis 0; the other axes must agree. */
  concat(tensors: readonly T[]): T;
  /** Frees what the runtime keeps, e.g. compiled graphs. Tensors of this backend must not be used afterwards. */
  dispose(): Promise<void>;
}
