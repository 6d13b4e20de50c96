import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link OutputFailedError}. */
export type OutputFailedFacts = {
  readonly place: string;
  readonly reason: string;
  /** What to do, without a full stop; choosing another folder if absent. */
  readonly remedy?: string;
};

const code = 'output-failed';

/** A result could not be written. */
export class OutputFailedError extends SlowFastError<OutputFailedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: OutputFailedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: OutputFailedFacts): string {
  const remedy = f.remedy ?? 'Choose a folder that exists and is writable';
  return `${f.place} can't be written: ${f.reason}. ${remedy}.`;
}
