import type { OnnxValue } from '@slowfast/onnx-session';

/**
 * Keys and values of some tokens, which stay as they are, so that sessions and their forks may share them. Whoever uses
 * them holds them; when the last one has let go, their memory is free for others.
 */
export interface DecoderGraphStates {
  /** What a run is fed: one value per state of the decoder graph, in the order of its binding. */
  readonly values: readonly OnnxValue[];
  /** @throws DisposedError when the last holder has let go. */
  hold(): this;
  /** Lets go once: exactly one call per holder. */
  release(): void;
  /**
   * The states after a run that was fed these ones; the caller is their first holder.
   *
   * @param outputs what the run gave for the states, in the order of the binding; taken over unless this throws.
   * @param tokens how many tokens the run had.
   * @param tokensToCome how many more tokens will surely follow: room for them is made at once where it matters.
   * @throws RuntimeFailedError when the outputs are not what the decoder graph declares.
   */
  after(outputs: readonly OnnxValue[], tokens: number, tokensToCome: number): DecoderGraphStates;
}
