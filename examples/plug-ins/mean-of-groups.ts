import {
  AggregationMismatchError,
  DisposedError,
  InvalidTensorError,
  type Tensor,
  type TensorBackend,
  type TokenAggregation,
  type TokenAggregator,
  type TokenGrid,
  type TokenLayout,
} from '@slowfast/spec';

/** An aggregator: of every so many frames the mean, whole. */
export function meanOfGroups(groupSize: number): TokenAggregator {
  const id = `mean_of_${groupSize}`;
  const countTokens = ({ frames, rows, columns }: TokenGrid) => {
    const total = Math.ceil(frames / groupSize) * rows * columns;
    if (total > 0) return { slow: total, fast: 0, total };
    const found = `${frames} frames of ${rows}x${columns}`;
    throw new AggregationMismatchError({ aggregation: id, found, expected: 'frames with tokens' });
  };
  return {
    id,
    countTokens,
    slowPositions: (frames) => Array.from({ length: frames }, (_, i) => i),
    begin(layout, backend) {
      countTokens(layout);
      return new GroupsUnderWay(id, groupSize, layout, backend);
    },
  };
}

class GroupsUnderWay<T extends Tensor> implements TokenAggregation {
  readonly #id: string;
  readonly #groupSize: number;
  readonly #layout: TokenLayout;
  readonly #backend: TensorBackend<T>;
  readonly #groups: T[] = [];
  #sum: T | undefined;
  #frames = 0;
  #isDisposed = false;

  constructor(id: string, groupSize: number, layout: TokenLayout, backend: TensorBackend<T>) {
    this.#id = id;
    this.#groupSize = groupSize;
    this.#layout = layout;
    this.#backend = backend;
  }

  async push(chunk: Tensor): Promise<void> {
    this.#assertAlive();
    const { rows, columns, size } = this.#layout;
    const [count = 0, ...grid] = chunk.shape;
    if (String(grid) !== String([rows, columns, size])) {
      const expected = `[frames, ${rows}, ${columns}, ${size}]`;
      throw new InvalidTensorError({ operation: 'push', found: `[${chunk.shape.join(', ')}]`, expected });
    }
    if (this.#frames + count > this.#layout.frames) throw this.#mismatch(this.#frames + count);
    using frames = await this.#backend.adopt(chunk);
    // It may have been disposed while the backend was waited for.
    this.#assertAlive();
    const groupsBefore = this.#groups.length;
    for (let at = 0; at < count; at += 1) this.#add(frames, at);
    // The chunk is no longer ours once this resolves.
    await this.#backend.run([...this.#groups.slice(groupsBefore), ...(this.#sum ? [this.#sum] : [])]);
  }

  async finish(): Promise<Tensor> {
    this.#assertAlive();
    if (this.#frames !== this.#layout.frames) throw this.#mismatch(this.#frames);
    const tokens = this.#backend.concat(this.#groups);
    await this.#backend.run([tokens]);
    this[Symbol.dispose]();
    return tokens;
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#sum?.[Symbol.dispose]();
    this.#sum = undefined;
    for (const group of this.#groups.splice(0)) group[Symbol.dispose]();
  }

  /** Adds a frame to the group under way, and ends that where it is full or the video ends. */
  #add(frames: T, at: number): void {
    const { rows, columns, size } = this.#layout;
    using frame = this.#backend.take(frames, [at]);
    const tokens = this.#backend.reshape(frame, [rows * columns, size]);
    const before = this.#sum;
    this.#sum = before ? this.#backend.add(before, tokens) : tokens;
    if (before) for (const used of [before, tokens]) used[Symbol.dispose]();
    const inGroup = (this.#frames % this.#groupSize) + 1;
    this.#frames += 1;
    if (inGroup < this.#groupSize && this.#frames < this.#layout.frames) return;
    this.#groups.push(this.#backend.scale(this.#sum, 1 / inGroup));
    this.#sum[Symbol.dispose]();
    this.#sum = undefined;
  }

  #assertAlive(): void {
    if (this.#isDisposed) throw new DisposedError({ what: 'The aggregation' });
  }

  #mismatch(frames: number): AggregationMismatchError {
    const [found, expected] = [`${frames} frames`, `${this.#layout.frames}, as announced`];
    return new AggregationMismatchError({ aggregation: this.#id, found, expected });
  }
}
