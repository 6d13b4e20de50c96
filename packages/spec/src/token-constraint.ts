/** The text of each token of a language model. */
export interface TokenVocabulary {
  /** Bytes in UTF-8 by id; undefined for control tokens and ids without one. A token may hold part of a character. */
  readonly texts: readonly (Uint8Array | undefined)[];
  /** Whether the text of several tokens is that of each, one behind the other, a space in front of the whole aside. */
  readonly isConcatenated: boolean;
}

/**
 * Which tokens an answer may go on with: made for one answer, and told each of its tokens. It chooses none, and knows nothing of how likely
 * they are.
 */
export interface TokenConstraint {
  /** Fewest tokens from here to an end. */
  readonly leastTokens: number;
  /** Whether the answer may end here. */
  readonly isComplete: boolean;
  /** Whether it can't go on: it is complete, and nothing may follow. */
  readonly isFinished: boolean;
  /** Whether the number of tokens left has ever ruled out what might have come next otherwise. */
  readonly isShortened: boolean;
  /**
   * Tokens after which the answer can still come to an end with the tokens left: bit `id % 32` of number `id / 32`. Not to be changed.
   *
   * @param tokensLeft how many tokens may still come, at least `leastTokens`.
   */
  allowed(tokensLeft: number): Uint32Array;
  /** Goes on with one of the allowed tokens. */
  accept(id: number): void;
}
