/** So many bytes of a file of weights are in memory. */
export interface WeightsProgress {
  /** Path inside of the model. */
  readonly path: string;
  readonly loaded: number;
  readonly total: number;
}

/** What `openModelFolder` may be told. */
export interface OpenModelFolderOptions {
  /** Cancels the opening, not what is loaded later. */
  readonly signal?: AbortSignal;
  /**
   * Called while weights are read into memory, now or later: for every piece that arrives. Must return quickly. Weights that
   * a runtime reads by path are not counted.
   */
  readonly onProgress?: (progress: WeightsProgress) => void;
}
