import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link OutputFailedError}. */
export type OutputFailedFacts = { readonly place: string; readonly reason: string };

/** A result could not be written. */
export class OutputFailedError extends SlowFastError<OutputFailedFacts> {
  constructor(facts: OutputFailedFacts, options?: ErrorOptions) {
    super('output-failed', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: OutputFailedFacts): string {
  return `${f.place} can't be written: ${f.reason}. Choose a folder that exists and is writable.`;
}
