import type { GridSize, Tensor, TensorBackend } from '@slowfast/spec';
import type { TensorScope } from './tensor-scope.ts';

/** One way of making tokens of a sequence of frames. */
export interface TokenStream {
  /** Tokens that so many frames of such a grid give; 0 where the grid is too small. */
  countTokens(frames: number, grid: GridSize): number;
  /** Whether the tokens of a frame are its own and stand behind those of the frame before. */
  readonly isPerFrame: boolean;
  /** What a grid must have so that there are tokens. */
  readonly needs: string;
  begin<T extends Tensor>(frames: number, backend: TensorBackend<T>): TokenStreamRun<T>;
}

/** A stream under way. It owns the tensors that it keeps. */
export interface TokenStreamRun<T extends Tensor> extends Disposable {
  /**
   * The next frames of the sequence.
   *
   * @param frames Different frames `[frames, rows, columns, size]`, the caller's.
   * @param order The next of the sequence as positions in `frames`, with repeats.
   * @param scope Disposes intermediates once the result has run.
   * @returns what is kept: it must run before the frames may go.
   */
  push(frames: T, order: readonly number[], scope: TensorScope<T>): readonly T[];
  /** The tokens in order, as parts `[tokens, size]` that the run still owns. */
  parts(): readonly T[];
}
