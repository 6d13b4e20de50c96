import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link RuntimeUnavailableError}. */
export type RuntimeUnavailableFacts = {
  readonly runtime: string;
  readonly reason: string;
  readonly remedy: string;
};

const code = 'runtime-unavailable';

/** A runtime is not installed or does not work on this machine. */
export class RuntimeUnavailableError extends SlowFastError<RuntimeUnavailableFacts, typeof code> {
  static readonly code = code;

  constructor(facts: RuntimeUnavailableFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: RuntimeUnavailableFacts): string {
  return `${f.runtime} does not work here: ${f.reason}. ${f.remedy}.`;
}
