import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DisposedError}. */
export type DisposedFacts = { readonly what: string };

const code = 'disposed';

/** Something was used after it had been disposed. */
export class DisposedError extends SlowFastError<DisposedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: DisposedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: DisposedFacts): string {
  return `${f.what} was already disposed: expected a live one. Create it again, and dispose it last.`;
}
