import type { OnnxTensor } from '@slowfast/onnx-session';
import { RuntimeFailedError } from '@slowfast/spec';

/** What a cache keeps per token for one of the decoder graph's states. */
export interface CachedState {
  readonly type: 'float32' | 'float16';
  /** Shape of one token's values, e.g. `[heads, headSize]`. */
  readonly tokenShape: readonly number[];
}

type Values = Float32Array | Uint16Array;

/**
 * Tokens that a cache has room for once it holds so many: a quarter more, at least 64 more, never more than there can be.
 */
export function cacheCapacity(tokens: number, contextLength: number): number {
  return Math.max(tokens, Math.min(contextLength, tokens + Math.max(64, Math.ceil(tokens / 4))));
}

/**
 * One growing array per state, `[capacity, ...tokenShape]`. Sequences are prefixes of it: those that begin the same share
 * it, and the one that is longest may go on in place. What lies behind the longest prefix is free.
 *
 * Memory: `cacheCapacity` of the most tokens that it has ever held, and while it grows one array more.
 */
export class AppendOnlyCache {
  readonly #states: readonly CachedState[];
  readonly #sizes: readonly number[];
  readonly #contextLength: number;
  readonly #prefixes: number[] = [];
  #arrays: Values[];
  #capacity = 0;

  /** An empty cache. `contextLength`: most tokens that there can be. */
  constructor(states: readonly CachedState[], contextLength: number) {
    this.#states = states;
    this.#sizes = states.map(({ tokenShape }) => tokenShape.reduce((product, size) => product * size, 1));
    this.#contextLength = contextLength;
    this.#arrays = states.map(({ type }) => newValues(type, 0));
  }

  /** Length of the longest prefix that is kept. */
  get end(): number {
    return Math.max(0, ...this.#prefixes);
  }

  /** Says that the first tokens are in use, until `letGo`. */
  keep(tokens: number): void {
    this.#prefixes.push(tokens);
  }

  /** Exactly one call per `keep`. With the last one the memory goes. */
  letGo(tokens: number): void {
    this.#prefixes.splice(this.#prefixes.indexOf(tokens), 1);
    if (this.#prefixes.length > 0) return;
    this.#arrays = this.#states.map(({ type }) => newValues(type, 0));
    this.#capacity = 0;
  }

  /** The first tokens, as views: they stay right while the prefix is kept, also when the cache grows. */
  prefix(tokens: number): OnnxTensor[] {
    return this.#states.map(({ type, tokenShape }, i) => ({
      type,
      data: this.#arrays[i]!.subarray(0, tokens * this.#sizes[i]!),
      shape: [tokens, ...tokenShape],
    }));
  }

  /**
   * Writes tokens behind the first `tokens`, of which none may be in use.
   *
   * @param rows values of the new tokens per state.
   * @param room tokens that the cache should have room for after it.
   * @throws RuntimeFailedError when there is no memory for them; the cache is then as before.
   */
  append(tokens: number, rows: readonly Values[], room: number): void {
    if (room > this.#capacity) this.#grow(tokens, cacheCapacity(room, this.#contextLength));
    rows.forEach((values, i) => {
      this.#arrays[i]!.set(values, tokens * this.#sizes[i]!);
    });
  }

  /** A cache of its own with the first tokens of this one, and room for more. */
  copy(tokens: number, room: number): AppendOnlyCache {
    const copy = new AppendOnlyCache(this.#states, this.#contextLength);
    copy.#arrays = [...this.#arrays];
    copy.#grow(tokens, cacheCapacity(room, this.#contextLength));
    return copy;
  }

  /** One array after the other, so that only one of them is there twice. Runs under way keep what they were fed. */
  #grow(tokens: number, capacity: number): void {
    this.#states.forEach(({ type }, i) => {
      const size = this.#sizes[i]!;
      const grown = newValues(type, capacity * size);
      grown.set(this.#arrays[i]!.subarray(0, tokens * size));
      this.#arrays[i] = grown;
    });
    this.#capacity = capacity;
  }
}

function newValues(type: CachedState['type'], length: number): Values {
  try {
    return type === 'float16' ? new Uint16Array(length) : new Float32Array(length);
  } catch (cause) {
    const reason = `there is no memory for ${length} values of one state: ${String(cause)}`;
    throw new RuntimeFailedError(
      { runtime: 'The decoder graph', operation: 'growing its cache', reason },
      { cause },
    );
  }
}
