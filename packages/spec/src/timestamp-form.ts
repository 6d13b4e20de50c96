/** How the times of a video's frames are written between them. Plain data. */
export interface TimestampForm {
  /** Text in front of the first frame: `{frames}` is their number in words, `{duration}` the video's length, `1:02:03`. */
  readonly introduction: string;
  /** Text in front of each frame; `{time}` is its time. */
  readonly frame: string;
  /**
   * How a time is written: `clock` as `01:23`, from an hour on `01:02:03`; `minutes` as `62:03`, however long the video is; `seconds` as
   * `3723.0`.
   */
  readonly time: 'clock' | 'minutes' | 'seconds';
  /** Special tokens around the tokens of each frame, where they are others than around a picture. */
  readonly aroundFrame?: { readonly before: string; readonly after: string };
  /** Text behind the last tokens of the video. */
  readonly end: string;
}
