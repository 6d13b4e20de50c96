/** Where a value lies with 95 % confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The normal distribution's quantile for 95 % confidence, two-sided. */
export const NORMAL_QUANTILE_95 = 1.959963984540054;
