import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link StageMismatchError}. */
export type StageMismatchFacts = { readonly found: string; readonly expected: string };

const code = 'stage-mismatch';

/** Two stages don't fit together. */
export class StageMismatchError extends SlowFastError<StageMismatchFacts, typeof code> {
  static readonly code = code;

  constructor(facts: StageMismatchFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: StageMismatchFacts): string {
  return `The stages don't fit: found ${f.found}, expected ${f.expected}. Use an encoder and a language model that were trained together, e.g. from one preset.`;
}
