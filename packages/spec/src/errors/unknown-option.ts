import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link UnknownOptionError}. */
export type UnknownOptionFacts = {
  /** What was given the option, e.g. `openAssistant`. */
  readonly of: string;
  readonly found: string;
  /** The option that was probably meant; absent where none is near. */
  readonly nearest?: string;
  readonly known: readonly string[];
};

const code = 'unknown-option';

/** An option that there is not, e.g. a misspelt one, which would otherwise do nothing. */
export class UnknownOptionError extends SlowFastError<UnknownOptionFacts, typeof code> {
  static readonly code = code;

  constructor(facts: UnknownOptionFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: UnknownOptionFacts): string {
  const found = `There is no option ${JSON.stringify(f.found)} of ${f.of}`;
  if (f.nearest !== undefined) return `${found}; did you mean ${JSON.stringify(f.nearest)}?`;
  return `${found}: expected ${f.known.length === 0 ? 'none' : f.known.join(', ')}.`;
}
