import type { GridSize, PoolMode, Tensor, TensorBackend } from '@slowfast/spec';
import type { TensorScope } from './tensor-scope.ts';

/** What happens to each frame by itself, before or without anything that joins frames. */
export interface FramePool {
  /** The grid that remains of one; it has no tokens where the grid is too small. */
  pooledGrid(grid: GridSize): GridSize;
  /** What a grid must have so that tokens remain. */
  readonly needs: string;
  /** `[frames, rows, columns, size]` to the pooled grid; the caller owns the result, intermediates go to the scope. */
  apply<T extends Tensor>(frames: T, backend: TensorBackend<T>, scope: TensorScope<T>): T;
}

/** All tokens stay. */
export function keepTokens(): FramePool {
  return {
    pooledGrid: (grid) => grid,
    needs: 'at least one token per frame',
    apply: (frames, backend) => backend.reshape(frames, frames.shape),
  };
}

/** Consecutive pairs of the flattened grid. */
export function poolPairs(mode: PoolMode): FramePool {
  return {
    pooledGrid: ({ rows, columns }) => ({ rows: 1, columns: Math.floor((rows * columns) / 2) }),
    needs: 'at least two tokens per frame',
    apply(frames, backend, scope) {
      const [count, rows, columns, size] = frames.shape as readonly [number, number, number, number];
      const flat = scope.add(backend.reshape(frames, [count, 1, rows * columns, size]));
      return backend.pool(flat, { rows: 1, columns: 2 }, mode);
    },
  };
}

/** Squares of 2 x 2 tokens. */
export function poolSquares(mode: PoolMode): FramePool {
  return {
    pooledGrid: ({ rows, columns }) => ({ rows: Math.floor(rows / 2), columns: Math.floor(columns / 2) }),
    needs: 'at least two rows and two columns',
    apply: (frames, backend) => backend.pool(frames, { rows: 2, columns: 2 }, mode),
  };
}

/** Means over the bins of a fixed grid. */
export function poolToGrid(to: GridSize): FramePool {
  return {
    pooledGrid: () => to,
    needs: 'at least one token per frame',
    apply: (frames, backend) => backend.poolAdaptive(frames, to),
  };
}
