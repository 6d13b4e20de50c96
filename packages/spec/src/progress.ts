/** The stages that take time, in the order they run. */
export type StageName =
  | 'load'
  | 'open'
  | 'decode'
  | 'encode'
  | 'aggregate'
  | 'prefill'
  | 'generate'
  | 'decide';

/** One step of a stage is done. */
export interface ProgressEvent {
  readonly stage: StageName;
  /**
   * Steps done: frames (decode, encode, aggregate), tokens (prefill, generate), questions (decide), bytes of weights that are in memory (load, where
   * they are not read by path).
   */
  readonly done: number;
  /** Steps in all; for `generate` the most that can come. */
  readonly total: number;
}

/** Called for every frame, chunk and token. Must return quickly; what it throws is thrown to the caller of the stage. */
export type OnProgress = (event: ProgressEvent) => void;

/** Wall-clock seconds spent in each stage that ran; a stage that was skipped is absent. */
export type StageSeconds = Partial<Record<StageName, number>>;
