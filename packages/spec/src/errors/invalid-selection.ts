import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidSelectionError}. */
export type InvalidSelectionFacts = { readonly found: string; readonly expected: string };

const code = 'invalid-selection';

/** The frames asked for can't be selected. */
export class InvalidSelectionError extends SlowFastError<InvalidSelectionFacts, typeof code> {
  static readonly code = code;

  constructor(facts: InvalidSelectionFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: InvalidSelectionFacts): string {
  return `These frames can't be selected: found ${f.found}, expected ${f.expected}. Change the frames, the rate or the time range.`;
}
