import type { FormTimes } from './fast-dtypes.ts';
import type { ModelDtypeChoice } from './model-dtype.ts';

/** So many bytes of a file of weights are in memory. */
export interface WeightsProgress {
  /** Path inside of the model. */
  readonly path: string;
  readonly loaded: number;
  readonly total: number;
}

/** Options of `openModelFolder`. */
export interface OpenModelFolderOptions {
  /**
   * Precision of the weights, for all parts or for some. A part without one takes what the checkpoint recommends, else fp32,
   * else the most exact that is there.
   */
  readonly dtype?: ModelDtypeChoice | undefined;
  /**
   * Of the runtime that will run it, where it matters: a part without a precision takes what the checkpoint recommends only
   * if that is not slow there, else the fastest that is there.
   */
  readonly formTimes?: FormTimes | undefined;
  /** Cancels the opening, not what is loaded later. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Files at an address are fetched whole up to this size, 16 MiB if absent, and in parts above it, until their weights are
   * needed: below it, requests for parts would cost more than the bytes they save.
   */
  readonly wholeFileBytes?: number | undefined;
  /**
   * Called while weights are read into memory, now or later: for every piece that arrives. Must return quickly. Weights that
   * a runtime reads by path are not counted.
   */
  readonly onProgress?: ((progress: WeightsProgress) => void) | undefined;
  /** What files that somebody gave are called as a whole: the `place` of the model; `the given files` if absent. */
  readonly name?: string | undefined;
}
