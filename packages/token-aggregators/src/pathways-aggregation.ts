import {
  AggregationMismatchError,
  DisposedError,
  InvalidTensorError,
  type Tensor,
  type TensorBackend,
  type TokenAggregation,
  type TokenLayout,
} from '@slowfast/spec';
import type { Pathway } from './pathways.ts';
import { TensorScope } from './streams/tensor-scope.ts';
import type { TokenStreamRun } from './streams/token-stream.ts';

interface PathwayRun<T extends Tensor> {
  readonly positions: readonly number[];
  readonly run: TokenStreamRun<T>;
}

/** One aggregation along some pathways. */
export class PathwaysAggregation<T extends Tensor> implements TokenAggregation {
  readonly #id: string;
  readonly #layout: TokenLayout;
  readonly #backend: TensorBackend<T>;
  readonly #runs: readonly PathwayRun<T>[];
  #received = 0;
  #isDisposed = false;

  constructor(id: string, pathways: readonly Pathway[], layout: TokenLayout, backend: TensorBackend<T>) {
    this.#id = id;
    this.#layout = layout;
    this.#backend = backend;
    this.#runs = pathways.map(({ stream, positions }) => {
      const sequence = positions(layout.frames);
      return { positions: sequence, run: stream.begin(sequence.length, backend) };
    });
  }

  async push(chunk: Tensor): Promise<void> {
    this.#assertAlive();
    const count = this.#checkChunk(chunk);
    const from = this.#received;
    this.#received += count;
    // Frames of this chunk that each pathway looks at, counted from the chunk's first.
    const wanted = this.#runs.map(({ positions, run }) => ({
      run,
      positions: positions.filter((p) => p >= from && p < from + count).map((p) => p - from),
    }));
    if (wanted.every(({ positions }) => positions.length === 0)) return;

    using scope = new TensorScope<T>();
    try {
      const frames = scope.add(await this.#backend.adopt(chunk));
      this.#assertAlive();
      const kept: T[] = [];
      for (const { run, positions } of wanted) {
        if (positions.length === 0) continue;
        const distinct = [...new Set(positions)];
        const all = distinct.length === count;
        const looked = all ? frames : scope.add(this.#backend.take(frames, distinct));
        const places = new Map(distinct.map((position, place) => [position, place]));
        const order = positions.map((position) => places.get(position)!);
        kept.push(...run.push(looked, order, scope));
      }
      await this.#backend.run(kept);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  async finish(): Promise<Tensor> {
    this.#assertAlive();
    const { frames } = this.#layout;
    if (this.#received !== frames) throw this.#mismatch(this.#received);
    let tokens: T | undefined;
    try {
      tokens = this.#backend.concat(this.#runs.flatMap(({ run }) => run.parts()));
      await this.#backend.run([tokens]);
      return tokens;
    } catch (error) {
      tokens?.[Symbol.dispose]();
      throw error;
    } finally {
      this[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const { run } of this.#runs) run[Symbol.dispose]();
  }

  /** The number of frames in a chunk. */
  #checkChunk({ shape }: Tensor): number {
    const { frames, rows, columns, size } = this.#layout;
    const [count, ...rest] = shape;
    const fits = rest.length === 3 && rest[0] === rows && rest[1] === columns && rest[2] === size;
    if (!fits || count === undefined || count < 1) {
      throw new InvalidTensorError({
        operation: 'push',
        found: `[${shape.join(', ')}]`,
        expected: `[frames, ${rows}, ${columns}, ${size}]`,
      });
    }
    if (this.#received + count > frames) throw this.#mismatch(this.#received + count);
    return count;
  }

  #mismatch(received: number): AggregationMismatchError {
    return new AggregationMismatchError({
      aggregation: this.#id,
      found: `${received} frames`,
      expected: `the ${this.#layout.frames} that were announced`,
    });
  }

  #assertAlive(): void {
    if (this.#isDisposed) throw new DisposedError({ what: 'The aggregation' });
  }
}
