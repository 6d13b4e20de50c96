import type { Tensor } from './tensor.ts';
import type { TensorBackend } from './tensor-backend.ts';

/** Number of frames and the token grid of each. */
export interface TokenGrid {
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
}

/** {@link TokenGrid} plus the width of a token. */
export interface TokenLayout extends TokenGrid {
  readonly size: number;
}

/** How many video tokens a setting makes, per pathway: `slow + fast` is `total`. Modes of one pathway count as `slow`. */
export interface TokenCounts {
  readonly slow: number;
  readonly fast: number;
  readonly total: number;
}

/**
 * Reduces the tokens of many frames to a sequence for the language model, chunk by chunk. It is written against
 * {@link TensorBackend} alone and knows neither encoder nor language model.
 *
 * Pure: the tokens depend on the frames alone, not on how they are cut into chunks (up to rounding, 1e-6 of the largest value), nor on
 * other aggregations that run at the same time.
 */
export interface TokenAggregator {
  /** The reduction and all its settings in the paper's notation; part of cache keys. */
  readonly id: string;
  /** @throws AggregationMismatchError when the reduction can't be applied to such a grid; none can be to a grid without tokens. */
  countTokens(grid: TokenGrid): TokenCounts;
  /** The frames (positions in the selection, ascending, perhaps repeated) that the Slow pathway looks at; empty without one. */
  slowPositions(frames: number): readonly number[];
  /**
   * How many tokens each frame of the Slow pathway has, where they are that frame's alone and come one frame after another in the order
   * of `slowPositions`; undefined where frames are mixed, and where this is absent.
   */
  tokensPerSlowFrame?(grid: TokenGrid): number | undefined;
  /**
   * Starts one aggregation.
   *
   * @throws AggregationMismatchError when the reduction can't be applied to such a grid.
   */
  begin<T extends Tensor>(layout: TokenLayout, backend: TensorBackend<T>): TokenAggregation;
}

/**
 * One aggregation under way. Memory: one chunk and the reduced tokens, never the features of all frames.
 *
 * Its tensors in the backend are its own to dispose: none but the result is alive once `finish` has resolved, and none once it was
 * disposed, at any time and perhaps twice. Afterwards `push` and `finish` reject with {@link DisposedError}.
 */
export interface TokenAggregation extends Disposable {
  /**
   * Takes the next frames in order, `[frames, rows, columns, size]`, of any number and of any tensor: `adopt` makes it the backend's.
   * When it resolves, the chunk may be disposed and its memory used for something else: the aggregation has `run` what it needs of it.
   *
   * @throws InvalidTensorError for another grid or width; the aggregation stays usable.
   * @throws AggregationMismatchError when more frames come than were announced, here or in `finish`.
   * @throws DisposedError
   */
  push(chunk: Tensor): Promise<void>;
  /**
   * The reduced tokens `[tokens, size]`, slow ones first; the caller owns them. Call it once, after all frames came.
   *
   * @throws AggregationMismatchError when fewer or more frames came than were announced.
   * @throws DisposedError
   */
  finish(): Promise<Tensor>;
}
