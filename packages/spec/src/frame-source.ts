import type { Frame, FrameSelection, FrameTransform, VideoInfo } from './video.ts';

/** Options of {@link FrameSource.frames}. */
export interface FrameOptions {
  /** Applied to each frame while decoding; without it frames come at native size. */
  readonly transform?: FrameTransform | undefined;
  /** Stops decoding after at most one more frame; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A video that has been opened and indexed. It decodes; it does not choose frames, and it knows nothing of models.
 *
 * Memory: one frame at native size, one delivered frame and the decoder's reference pictures, whatever the duration.
 */
export interface FrameSource extends AsyncDisposable {
  readonly info: VideoInfo;
  /** As of a {@link FoundVideo}; absent where nothing is known of the bytes. */
  contentKey?(options?: { readonly signal?: AbortSignal | undefined }): Promise<string | undefined>;
  /**
   * Exactly the selected frames, in the order of the selection. Damaged frames are substituted by the nearest decodable
   * one and say so.
   *
   * @throws InvalidSelectionError when the selection is empty, decreases or lies outside the video.
   * @throws VideoDamagedError when more than half of the selected frames had to be substituted; after the last frame.
   */
  frames(selection: FrameSelection, options?: FrameOptions): AsyncIterable<Frame>;
  /** Frees the decoder and closes the file. Iterations under way end with {@link DisposedError}. */
  dispose(): Promise<void>;
}
