import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link WorkerFailedError}. */
export type WorkerFailedFacts = { readonly reason: string };

const code = 'worker-failed';

/** The worker that the assistant lived in ended. */
export class WorkerFailedError extends SlowFastError<WorkerFailedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: WorkerFailedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: WorkerFailedFacts): string {
  return `The assistant's worker ended: ${f.reason}. Create a new assistant; if it happens again, use fewer frames or a smaller model.`;
}
