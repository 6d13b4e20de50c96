import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelInvalidError}. */
export type ModelInvalidFacts = { readonly place: string; readonly found: string; readonly expected: string };

const code = 'model-invalid';

/** A file of the model is not what it should be. */
export class ModelInvalidError extends SlowFastError<ModelInvalidFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ModelInvalidFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelInvalidFacts): string {
  return `The model file ${f.place} is not valid: found ${f.found}, expected ${f.expected}. Download it again.`;
}
