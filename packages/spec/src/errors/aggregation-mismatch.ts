import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link AggregationMismatchError}. */
export type AggregationMismatchFacts = {
  readonly aggregation: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'aggregation-mismatch';

/** The aggregation can't be applied to these frames or this grid. */
export class AggregationMismatchError extends SlowFastError<AggregationMismatchFacts, typeof code> {
  static readonly code = code;

  constructor(facts: AggregationMismatchFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: AggregationMismatchFacts): string {
  return `The aggregation ${f.aggregation} does not fit: found ${f.found}, expected ${f.expected}. Choose another aggregation.`;
}
