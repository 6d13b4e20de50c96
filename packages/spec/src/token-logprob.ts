/** A token of the vocabulary, and how likely it was where it stands or could have stood. */
export interface LikelyToken {
  readonly id: number;
  /** Its text there, also of what is left out of answers, e.g. `<|im_end|>`; a character that it only begins or ends is U+FFFD. */
  readonly token: string;
  /** What it adds to the text of the answer, in UTF-8; empty where that is nothing. */
  readonly bytes: readonly number[];
  /** Natural logarithm of its probability: 0 is certain. */
  readonly logprob: number;
}

/**
 * A token of an answer. Logprobs are those of the model's own distribution, the softmax of its logits over the whole vocabulary: before
 * temperature (that is, at temperature 1), repetition penalty and everything else that sampling does. The bytes of an answer's tokens, joined,
 * are what the model wrote. Plain data.
 */
export interface TokenLogprob extends LikelyToken {
  /** The likeliest tokens in its place, likeliest first, equals by id; absent unless a number of them was asked for. */
  readonly top?: readonly LikelyToken[];
}
