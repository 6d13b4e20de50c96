import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidAggregationError}. */
export type InvalidAggregationFacts = { readonly found: string; readonly reason: string };

const code = 'invalid-aggregation';

/** The text is no aggregation setting. */
export class InvalidAggregationError extends SlowFastError<InvalidAggregationFacts, typeof code> {
  static readonly code = code;

  constructor(facts: InvalidAggregationFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: InvalidAggregationFacts): string {
  return `"${f.found}" is no aggregation: ${f.reason}. Expected "slowfast-slow_{frames}frms_{mode}-fast_{rows}x{columns}" (for example slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4), one of concat, spatial_1d_max_pool, spatial_1d_avg_pool, spatial_2d_max_pool, spatial_2d_avg_pool, spatial_temporal_pool, temporal_global_pool, or none.`;
}
