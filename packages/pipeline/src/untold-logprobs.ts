import type { GenerateOptions, TokenLogprob } from '@slowfast/spec';

/** The logprobs of an answer: those that no piece of its text has told yet, and all; none where none were asked for. */
export class UntoldLogprobs {
  readonly #isAsked: boolean;
  readonly #all: TokenLogprob[] = [];
  #told = 0;

  constructor(asked: GenerateOptions['logprobs']) {
    this.#isAsked = asked !== undefined && asked !== false;
  }

  push(logprobs: readonly TokenLogprob[] = []): void {
    this.#all.push(...logprobs);
  }

  /** Those since the last call, as a member of a piece of text. */
  take(): { readonly logprobs?: readonly TokenLogprob[] } {
    const from = this.#told;
    this.#told = this.#all.length;
    return this.#isAsked ? { logprobs: this.#all.slice(from) } : {};
  }

  /** All of the answer, as a member of its result. */
  all(): { readonly logprobs?: readonly TokenLogprob[] } {
    return this.#isAsked ? { logprobs: this.#all } : {};
  }
}
