import type { Tensor, TensorBackend } from '@slowfast/spec';
import type { FramePool } from './frame-pool.ts';
import type { TensorScope } from './tensor-scope.ts';
import type { TokenStream, TokenStreamRun } from './token-stream.ts';

/**
 * Frames are pooled, then averaged over adaptive bins of time: bin i of b covers `floor(i*t/b)` to `ceil((i+1)*t/b)` of t
 * frames. Memory: one running sum per bin, never the frames.
 */
export function timeBinsStream(bins: number, pool: FramePool): TokenStream {
  return {
    countTokens(_, grid) {
      const { rows, columns } = pool.pooledGrid(grid);
      return bins * rows * columns;
    },
    isPerFrame: false,
    needs: pool.needs,
    begin: (frames, backend) => new TimeBinsRun(bins, frames, pool, backend),
  };
}

class TimeBinsRun<T extends Tensor> implements TokenStreamRun<T> {
  readonly #frames: number;
  readonly #pool: FramePool;
  readonly #backend: TensorBackend<T>;
  /** Per bin: the running sum while it is open, its tokens once it is full. */
  readonly #bins: (T | undefined)[];
  #done = 0;

  constructor(bins: number, frames: number, pool: FramePool, backend: TensorBackend<T>) {
    this.#frames = frames;
    this.#pool = pool;
    this.#backend = backend;
    this.#bins = new Array<T | undefined>(bins).fill(undefined);
  }

  push(frames: T, order: readonly number[], scope: TensorScope<T>): readonly T[] {
    const backend = this.#backend;
    const pooled = scope.add(this.#pool.apply(frames, backend, scope));
    const from = this.#done;
    const to = from + order.length;
    const changed: T[] = [];
    for (const [bin, before] of this.#bins.entries()) {
      const start = Math.floor((bin * this.#frames) / this.#bins.length);
      const end = Math.ceil(((bin + 1) * this.#frames) / this.#bins.length);
      const positions = order.slice(Math.max(start - from, 0), Math.max(end - from, 0));
      if (positions.length === 0) continue;
      const sum = backend.sum(scope.add(backend.take(pooled, positions)));
      const total = before ? backend.add(scope.add(before), scope.add(sum)) : sum;
      const after = end <= to ? this.#tokens(scope.add(total), end - start, scope) : total;
      this.#bins[bin] = after;
      changed.push(after);
    }
    this.#done = to;
    return changed;
  }

  #tokens(sum: T, frames: number, scope: TensorScope<T>): T {
    const [rows, columns, size] = sum.shape as readonly [number, number, number];
    return this.#backend.reshape(scope.add(this.#backend.scale(sum, 1 / frames)), [rows * columns, size]);
  }

  parts(): readonly T[] {
    return this.#bins.filter((bin) => bin !== undefined);
  }

  [Symbol.dispose](): void {
    for (const bin of this.#bins.splice(0)) bin?.[Symbol.dispose]();
  }
}
