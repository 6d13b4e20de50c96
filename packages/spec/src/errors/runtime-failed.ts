import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link RuntimeFailedError}. */
export type RuntimeFailedFacts = {
  readonly runtime: string;
  readonly operation: string;
  readonly reason: string;
};

const code = 'runtime-failed';

/** A runtime reported a failure while it ran a model. */
export class RuntimeFailedError extends SlowFastError<RuntimeFailedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: RuntimeFailedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: RuntimeFailedFacts): string {
  return `${f.runtime} failed in ${f.operation}: ${f.reason}. Check that the model's files are whole and that memory suffices.`;
}
