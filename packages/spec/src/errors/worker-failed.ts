import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link WorkerFailedError}. */
export type WorkerFailedFacts = { readonly reason: string };

/** The worker that the assistant lived in ended. */
export class WorkerFailedError extends SlowFastError<WorkerFailedFacts> {
  constructor(facts: WorkerFailedFacts, options?: ErrorOptions) {
    super('worker-failed', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: WorkerFailedFacts): string {
  return `The assistant's worker ended: ${f.reason}. Create a new assistant; if it happens again, use fewer frames or a smaller model.`;
}
