import type { OnnxTensor, OnnxValue } from '@slowfast/onnx-session';
import { RuntimeFailedError } from '@slowfast/spec';
import { AppendOnlyCache, type CachedState } from './append-only-cache.ts';
import type { DecoderGraphStates } from './decoder-graph-states.ts';
import { ShareCount } from './share-count.ts';

/**
 * States of a decoder graph that returns those of the new tokens only: the first tokens of a cache, which forks share. The one
 * that goes on first goes on in place; another one copies the prefix, once, if what it must write over is still held.
 */
export class AppendedStates implements DecoderGraphStates {
  readonly #states: readonly CachedState[];
  readonly #cache: AppendOnlyCache;
  readonly #tokens: number;
  readonly #holders: ShareCount;

  private constructor(states: readonly CachedState[], cache: AppendOnlyCache, tokens: number) {
    this.#states = states;
    this.#cache = cache;
    this.#tokens = tokens;
    this.#holders = new ShareCount(() => cache.letGo(tokens));
    cache.keep(tokens);
  }

  /** Those of no tokens yet. `contextLength`: most tokens that there can be. */
  static empty(states: readonly CachedState[], contextLength: number): AppendedStates {
    return new AppendedStates(states, new AppendOnlyCache(states, contextLength), 0);
  }

  /** Views, not copies. */
  get values(): readonly OnnxTensor[] {
    return this.#cache.prefix(this.#tokens);
  }

  hold(): this {
    this.#holders.hold();
    return this;
  }

  release(): void {
    this.#holders.release();
  }

  after(outputs: readonly OnnxValue[], tokens: number, tokensToCome: number): AppendedStates {
    const rows = this.#states.map((state, i) => newRows(state, outputs[i], tokens));
    const end = this.#tokens + tokens;
    const room = end + tokensToCome;
    const isFree = this.#cache.end <= this.#tokens;
    const cache = isFree ? this.#cache : this.#cache.copy(this.#tokens, room);
    cache.append(this.#tokens, rows, room);
    return new AppendedStates(this.#states, cache, end);
  }
}

/** The values of new tokens; others would end up as those of the wrong ones. */
function newRows({ type, tokenShape }: CachedState, output: OnnxValue | undefined, tokens: number) {
  const expected = [tokens, ...tokenShape].join(', ');
  if (output?.data !== undefined && output.type === type && output.shape.join(', ') === expected) {
    return output.data as Float32Array | Uint16Array;
  }
  const found = output ? `${output.type} [${output.shape.join(', ')}]` : 'nothing';
  const reason = `it gave ${found} for new keys and values where ${type} [${expected}] is expected`;
  throw new RuntimeFailedError({ runtime: 'The decoder graph', operation: 'a step', reason });
}
