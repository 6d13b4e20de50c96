import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidTensorError}. */
export type InvalidTensorFacts = {
  readonly operation: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'invalid-tensor';

/** A tensor does not have the shape that an operation needs. */
export class InvalidTensorError extends SlowFastError<InvalidTensorFacts, typeof code> {
  static readonly code = code;

  constructor(facts: InvalidTensorFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: InvalidTensorFacts): string {
  return `${f.operation} can't take this tensor: found ${f.found}, expected ${f.expected}. Check the shapes.`;
}
