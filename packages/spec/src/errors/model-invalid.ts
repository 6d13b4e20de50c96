import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelInvalidError}. */
export type ModelInvalidFacts = { readonly place: string; readonly found: string; readonly expected: string };

/** A file of the model is not what it should be. */
export class ModelInvalidError extends SlowFastError<ModelInvalidFacts> {
  constructor(facts: ModelInvalidFacts, options?: ErrorOptions) {
    super('model-invalid', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelInvalidFacts): string {
  return `The model file ${f.place} is not valid: found ${f.found}, expected ${f.expected}. Download it again.`;
}
