import { DeviceLostError } from '@slowfast/spec';
import type { SequenceState } from './loaded-decoder-graph.ts';
import type { SequencePiece } from './sequence-piece.ts';
import { ShareCount } from './share-count.ts';

/** The state after more tokens, which the caller holds. `isAgain`: they were computed before. */
export type ComputeSequence = (
  from: SequenceState,
  pieces: readonly SequencePiece[],
  isAgain: boolean,
) => Promise<SequenceState>;

/**
 * A sequence that forks may share, and that knows which tokens made it: where its states are lost with the device that kept them,
 * they are computed again, from the nearest earlier sequence that somebody still holds.
 *
 * Memory beside the states: ids, and references to the tokens of videos.
 */
export class KeptSequence {
  readonly tokens: number;
  readonly #empty: () => SequenceState;
  readonly #before: KeptSequence | undefined;
  /** The tokens after those of the sequence before. */
  readonly #pieces: readonly SequencePiece[];
  readonly #holders: ShareCount;
  #state: SequenceState | undefined;
  #repair: Promise<void> | undefined;

  private constructor(
    empty: () => SequenceState,
    state: SequenceState,
    before: KeptSequence | undefined,
    pieces: readonly SequencePiece[],
  ) {
    this.tokens = state.tokens;
    this.#empty = empty;
    this.#state = state;
    this.#before = before;
    this.#pieces = pieces;
    this.#holders = new ShareCount(() => {
      this.#state?.states.release();
      this.#state = undefined;
    });
  }

  /** That of no tokens; the caller is its first holder. `empty` makes its state. */
  static empty(empty: () => SequenceState): KeptSequence {
    return new KeptSequence(empty, empty(), undefined, []);
  }

  /** Logits of the position after the last token; absent before the first. */
  get logits(): Float32Array | undefined {
    return this.#state?.logits;
  }

  /** @throws DisposedError when the last holder has let go. */
  hold(): void {
    this.#holders.hold();
  }

  /** Lets go once: exactly one call per holder. */
  release(): void {
    this.#holders.release();
  }

  /** This sequence and more tokens; the caller is its first holder. What this one has lost is computed again first. */
  async extend(pieces: readonly SequencePiece[], compute: ComputeSequence): Promise<KeptSequence> {
    this.hold();
    try {
      const state = await this.#orAgain(compute, () => compute(this.#state!, pieces, false));
      return new KeptSequence(this.#empty, state, this, pieces);
    } finally {
      this.release();
    }
  }

  async #orAgain<T>(compute: ComputeSequence, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      this.#repair ??= this.#computeAgain(compute).finally(() => {
        this.#repair = undefined;
      });
      await this.#repair;
      return await work();
    }
  }

  async #computeAgain(compute: ComputeSequence): Promise<void> {
    let pieces = this.#pieces;
    let before = this.#before;
    while (before && !before.#state) {
      pieces = [...before.#pieces, ...pieces];
      before = before.#before;
    }
    const state = before
      ? await before.#orAgain(compute, () => compute(before.#state!, pieces, true))
      : await computeFrom(this.#empty(), pieces, compute);
    this.#state!.states.release();
    this.#state = state;
  }
}

async function computeFrom(
  empty: SequenceState,
  pieces: readonly SequencePiece[],
  compute: ComputeSequence,
): Promise<SequenceState> {
  try {
    return await compute(empty, pieces, true);
  } finally {
    empty.states.release();
  }
}
