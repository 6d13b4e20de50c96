import type { Tensor, TensorBackend } from '@slowfast/spec';
import type { FramePool } from './frame-pool.ts';
import type { TensorScope } from './tensor-scope.ts';
import type { TokenStream, TokenStreamRun } from './token-stream.ts';

/** Every frame is pooled by itself; its tokens follow those of the frame before. */
export function perFrameStream(pool: FramePool): TokenStream {
  return {
    countTokens(frames, grid) {
      const { rows, columns } = pool.pooledGrid(grid);
      return frames * rows * columns;
    },
    isPerFrame: true,
    needs: pool.needs,
    begin: (_, backend) => new PerFrameRun(pool, backend),
  };
}

class PerFrameRun<T extends Tensor> implements TokenStreamRun<T> {
  readonly #pool: FramePool;
  readonly #backend: TensorBackend<T>;
  readonly #parts: T[] = [];

  constructor(pool: FramePool, backend: TensorBackend<T>) {
    this.#pool = pool;
    this.#backend = backend;
  }

  push(frames: T, order: readonly number[], scope: TensorScope<T>): readonly T[] {
    const pooled = scope.add(this.#pool.apply(frames, this.#backend, scope));
    const hasRepeats = order.length > pooled.shape[0]!;
    const ordered = hasRepeats ? scope.add(this.#backend.take(pooled, order)) : pooled;
    const [count, rows, columns, size] = ordered.shape as readonly [number, number, number, number];
    const tokens = this.#backend.reshape(ordered, [count * rows * columns, size]);
    this.#parts.push(tokens);
    return [tokens];
  }

  parts(): readonly T[] {
    return this.#parts;
  }

  [Symbol.dispose](): void {
    for (const part of this.#parts.splice(0)) part[Symbol.dispose]();
  }
}
