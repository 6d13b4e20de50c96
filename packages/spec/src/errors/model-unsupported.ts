import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelUnsupportedError}. */
export type ModelUnsupportedFacts = {
  readonly place: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'model-unsupported';

/** The model is of a kind that is not supported. */
export class ModelUnsupportedError extends SlowFastError<ModelUnsupportedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ModelUnsupportedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelUnsupportedFacts): string {
  return `The model in ${f.place} is not supported: found ${f.found}, expected ${f.expected}. Choose another model.`;
}
