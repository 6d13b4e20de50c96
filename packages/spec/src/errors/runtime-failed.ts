import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link RuntimeFailedError}. */
export type RuntimeFailedFacts = {
  readonly runtime: string;
  readonly operation: string;
  readonly reason: string;
};

/** A runtime reported a failure while it ran a model. */
export class RuntimeFailedError extends SlowFastError<RuntimeFailedFacts> {
  constructor(facts: RuntimeFailedFacts, options?: ErrorOptions) {
    super('runtime-failed', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: RuntimeFailedFacts): string {
  return `${f.runtime} failed in ${f.operation}: ${f.reason}. Check that the model's files are whole and that memory suffices.`;
}
