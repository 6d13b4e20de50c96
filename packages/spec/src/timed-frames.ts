/** A Slow frame of a video, and the rows `[from, to)` of the video's tokens that are its own. */
export interface TimedFrame {
  readonly timestampSeconds: number;
  readonly from: number;
  readonly to: number;
}

/** What a prompt needs to write the time of each Slow frame before its tokens. Plain data. */
export interface TimedFrames {
  /** In the order of their tokens: each begins where the one before ends, the first at 0. */
  readonly frames: readonly TimedFrame[];
  /** All tokens of the video; those behind the last frame's are the Fast pathway's. */
  readonly videoTokens: number;
  /** Length of the whole video. */
  readonly durationSeconds: number;
}
