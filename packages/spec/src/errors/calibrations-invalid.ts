import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link CalibrationsInvalidError}. */
export type CalibrationsInvalidFacts = {
  readonly place: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'calibrations-invalid';

/** A file of calibrations is not what it should be: probabilities would not be what they are taken for. */
export class CalibrationsInvalidError extends SlowFastError<CalibrationsInvalidFacts, typeof code> {
  static readonly code = code;

  constructor(facts: CalibrationsInvalidFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: CalibrationsInvalidFacts): string {
  return `The calibrations in ${f.place} can't be used: found ${f.found}, expected ${f.expected}. Remove the file to go on without, and calibrate again.`;
}
