import type { Tensor } from './tensor.ts';

/** How a pool combines its inputs. NaN and infinities propagate through both. */
export type PoolMode = 'max' | 'mean';

/**
 * The operations that token aggregation needs, no more, on one runtime. It is not a general tensor library, and it knows
 * no model.
 *
 * Operations are synchronous and may be lazy: `read()` of a result runs them. They never free or change their inputs;
 * every result is a new tensor that the caller disposes.
 */
export interface TensorBackend<T extends Tensor = Tensor> {
  /** Names the runtime for people, e.g. `reference`, `onnx`, `tfjs-wasm`. */
  readonly name: string;
  /** A tensor with a copy of these values. */
  upload(values: Float32Array, shape: readonly number[]): T;
  /** A tensor of this backend with the values of any tensor; without a copy through the host where that is possible. */
  adopt(tensor: Tensor): Promise<T>;
  /** The slices at these positions of axis 0, in this order, repeats allowed. */
  take(tensor: T, positions: readonly number[]): T;
  /** The same values under another shape of equal length. */
  reshape(tensor: T, shape: readonly number[]): T;
  /** `[frames, tokens, size]` to `[frames, floor(tokens / 2), size]`: consecutive pairs; an odd last token is dropped. */
  poolPairs(tensor: T, mode: PoolMode): T;
  /** `[frames, rows, columns, size]` to half the rows and columns: 2x2, stride 2; odd last row and column dropped. */
  poolGrid(tensor: T, mode: PoolMode): T;
  /**
   * `[frames, rows, columns, size]` to `[frames, toRows, toColumns, size]`: bin i of an axis of length s to length o is
   * the mean over `floor(i*s/o)` to `ceil((i+1)*s/o)`, end excluded. Bins may overlap; o may exceed s.
   */
  poolAdaptive(tensor: T, toRows: number, toColumns: number): T;
  /** Sum over axis 0, which is dropped: `[n, …]` to `[…]`. */
  sum(tensor: T): T;
  /** Elementwise sum of two tensors of one shape. */
  add(left: T, right: T): T;
  /** Every value multiplied by a factor. */
  scale(tensor: T, factor: number): T;
  /** Joined along axis 0; the other axes must agree. */
  concat(tensors: readonly T[]): T;
}
