import type { GridSize } from '@slowfast/spec';

/** What a model does unless it is told otherwise, from which settings at other budgets follow. */
export interface ReductionFacts {
  /** Frames that are sampled. */
  readonly frames: number;
  /** Two pathways in the paper's notation, e.g. `slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4`. */
  readonly aggregation: string;
  /** Tokens that the vision tower makes of one frame. */
  readonly grid: GridSize;
}

/** Frames and aggregation of one setting, e.g. of an allocation at a budget. */
export interface ReductionChoice {
  readonly frames: number;
  /** In the paper's notation, or the id of an aggregator of one's own. */
  readonly aggregation: string;
  /** Exact number of video tokens, of a video that has as many frames. */
  readonly tokens: number;
  /** Tells versions of an aggregator of one's own apart; absent for the paper's notation. */
  readonly version?: string | undefined;
}

/** Nothing of an allocation fits the budget. */
export interface NothingFits {
  /** What the least would be, and its tokens. */
  readonly least: ReductionChoice;
}
