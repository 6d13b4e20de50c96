import type { Interval } from '../statistics/interval.ts';

/** How often a setting was right. */
export interface Accuracy {
  readonly asked: number;
  readonly right: number;
  /** 95 %: Wilson's where each clip has one such question at most, else by resampling clips. */
  readonly interval: Interval;
}

/** How much more often one setting was right than another, as a share. */
export interface AccuracyDifference {
  readonly difference: number;
  /** 95 %, by resampling clips, paired. */
  readonly interval: Interval;
  /** Never of fewer than ten clips. */
  readonly excludesZero: boolean;
}

/** A value and where it lies, 95 %, by resampling clips. */
export interface Measure {
  readonly value: number;
  readonly interval: Interval;
}
