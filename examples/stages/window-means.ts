import {
  AggregationMismatchError,
  DisposedError,
  type GridSize,
  InvalidTensorError,
  type Tensor,
  type TensorBackend,
  type TokenAggregation,
  type TokenAggregator,
  type TokenGrid,
  type TokenLayout,
} from '@slowfast/spec';

/**
 * One coarse grid for every few frames: the mean of their features over time. Frames at the end that fill no window make a
 * shorter one. Memory: one chunk, the coarse grids of one window and the reduced tokens.
 */
export function windowMeans(window: number, grid: GridSize): TokenAggregator {
  const id = `window-means-${window}-${grid.rows}x${grid.columns}`;
  const countTokens = ({ frames, rows, columns }: TokenGrid) => {
    if (frames < 1 || rows < grid.rows || columns < grid.columns) {
      const expected = `one frame or more of ${grid.rows}x${grid.columns} tokens or more`;
      const found = `${frames} frames of ${rows}x${columns}`;
      throw new AggregationMismatchError({ aggregation: id, found, expected });
    }
    const total = Math.ceil(frames / window) * grid.rows * grid.columns;
    return { slow: total, fast: 0, total };
  };
  return {
    id,
    countTokens,
    // All frames are looked at alike.
    slowPositions: (frames) => Array.from({ length: frames }, (_, position) => position),
    begin<T extends Tensor>(layout: TokenLayout, backend: TensorBackend<T>) {
      countTokens(layout);
      return new WindowMeans(id, window, grid, layout, backend);
    },
  };
}

class WindowMeans<T extends Tensor> implements TokenAggregation {
  readonly #id: string;
  readonly #window: number;
  readonly #grid: GridSize;
  readonly #layout: TokenLayout;
  readonly #backend: TensorBackend<T>;
  /** Coarse grids `[1, rows, columns, size]` of the window that is not full yet. */
  #open: T[] = [];
  /** Tokens `[rows * columns, size]` of each window. */
  #means: T[] = [];
  #received = 0;
  #isDisposed = false;

  constructor(id: string, window: number, grid: GridSize, layout: TokenLayout, backend: TensorBackend<T>) {
    this.#id = id;
    this.#window = window;
    this.#grid = grid;
    this.#layout = layout;
    this.#backend = backend;
  }

  async push(chunk: Tensor): Promise<void> {
    this.#assertAlive();
    const count = this.#checkChunk(chunk);
    const backend = this.#backend;
    using frames = await backend.adopt(chunk);
    for (let frame = 0; frame < count; frame += 1) {
      using one = backend.take(frames, [frame]);
      const coarse = backend.poolAdaptive(one, this.#grid);
      this.#open.push(coarse);
      // Afterwards it needs nothing of the chunk, which is the caller's.
      await backend.run([coarse]);
      if (this.#open.length === this.#window) await this.#closeWindow();
    }
    this.#received += count;
  }

  async finish(): Promise<Tensor> {
    this.#assertAlive();
    if (this.#received !== this.#layout.frames) throw this.#mismatch(this.#received);
    try {
      if (this.#open.length > 0) await this.#closeWindow();
      const tokens = this.#backend.concat(this.#means);
      await this.#backend.run([tokens]);
      return tokens;
    } finally {
      this[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const tensor of [...this.#open, ...this.#means]) tensor[Symbol.dispose]();
  }

  async #closeWindow(): Promise<void> {
    const backend = this.#backend;
    const { rows, columns } = this.#grid;
    using grids = backend.concat(this.#open);
    using sum = backend.sum(grids);
    using mean = backend.scale(sum, 1 / this.#open.length);
    const tokens = backend.reshape(mean, [rows * columns, this.#layout.size]);
    this.#means.push(tokens);
    await backend.run([tokens]);
    for (const tensor of this.#open) tensor[Symbol.dispose]();
    this.#open = [];
  }

  #checkChunk({ shape }: Tensor): number {
    const { frames, rows, columns, size } = this.#layout;
    const [count = 0, ...rest] = shape;
    if (rest.join() !== [rows, columns, size].join() || count < 1) {
      const expected = `[frames, ${rows}, ${columns}, ${size}]`;
      throw new InvalidTensorError({ operation: 'push', found: `[${shape.join(', ')}]`, expected });
    }
    if (this.#received + count > frames) throw this.#mismatch(this.#received + count);
    return count;
  }

  #mismatch(received: number): AggregationMismatchError {
    const expected = `the ${this.#layout.frames} that were announced`;
    return new AggregationMismatchError({ aggregation: this.#id, found: `${received} frames`, expected });
  }

  #assertAlive(): void {
    if (this.#isDisposed) throw new DisposedError({ what: 'The aggregation' });
  }
}
