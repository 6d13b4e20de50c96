import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ContextExceededError}. */
export type ContextExceededFacts = {
  readonly needed: number;
  readonly videoTokens: number;
  readonly textTokens: number;
  readonly answerTokens: number;
  readonly contextLength: number;
};

/** Video, prompt and answer together are more tokens than the model can hold. */
export class ContextExceededError extends SlowFastError<ContextExceededFacts> {
  constructor(facts: ContextExceededFacts, options?: ErrorOptions) {
    super('context-exceeded', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ContextExceededFacts): string {
  return `Too many tokens: found ${f.needed} (video ${f.videoTokens}, text ${f.textTokens}, answer up to ${f.answerTokens}), expected at most ${f.contextLength}. Use fewer frames, a coarser aggregation, a token budget or a shorter answer.`;
}
