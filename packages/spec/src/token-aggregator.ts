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

/** How many video tokens a setting makes, per pathway. One-stream modes count as `slow`. */
export interface TokenCounts {
  readonly slow: number;
  readonly fast: number;
  readonly total: number;
}

/**
 * Reduces the tokens of many frames to a sequence for the language model, chunk by chunk. It is written against
 * {@link TensorBackend} alone and knows neither encoder nor language model.
 */
export interface TokenAggregator {
  /** The reduction and all its settings in the paper's notation; part of cache keys. */
  readonly id: string;
  /** @throws AggregationMismatchError when the reduction can't be applied to such a grid. */
  countTokens(grid: TokenGrid): TokenCounts;
  /** The frames (positions in the selection, ascending, perhaps repeated) that the Slow pathway looks at. */
  slowPositions(frames: number): readonly number[];
  /**
   * Starts one aggregation.
   *
   * @throws AggregationMismatchError when the reduction can't be applied to such a grid.
   */
  begin<T extends Tensor>(layout: TokenLayout, backend: TensorBackend<T>): TokenAggregation;
}

/** One aggregation under way. Memory: one chunk and the reduced tokens, never the features of all frames. */
export interface TokenAggregation extends Disposable {
  /**
   * Takes the next frames in order, `[frames, rows, columns, size]`. When it resolves, the chunk may be disposed: the
   * aggregation has taken what it needs.
   */
  push(chunk: Tensor): Promise<void>;
  /**
   * The reduced tokens `[tokens, size]`, slow ones first; the caller owns them. Call it once, after all frames came.
   *
   * @throws AggregationMismatchError when fewer or more frames came than were announced.
   */
  finish(): Promise<Tensor>;
}
