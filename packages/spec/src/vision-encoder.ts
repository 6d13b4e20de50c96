import type { KnownPictures } from './known-pictures.ts';
import type { Tensor } from './tensor.ts';
import type { EncoderFrameTransform, Frame, VideoInfo } from './video.ts';

/**
 * Vision tower and projector: frames in, tokens in the space of the language model out. It normalises pixels but does
 * not resize (the source did), does not pool (the aggregator will) and keeps no features.
 */
export interface VisionEncoder extends AsyncDisposable {
  /** Stable text that names the weights and the preprocessing; part of cache keys. */
  readonly id: string;
  /** Width of a token: equals the language model's `embeddingSize`. */
  readonly embeddingSize: number;
  /** How many frames to hand to `encode` at once. */
  readonly framesPerChunk: number;
  /** What its tokens of pictures like those in training are like; absent where the model's files don't say. */
  readonly knownPictures?: KnownPictures | undefined;
  /** What this encoder wants of the frames of such a video, and the grid that it makes of each. */
  frameTransform(info: Pick<VideoInfo, 'width' | 'height'>): EncoderFrameTransform;
  /**
   * Encodes frames that already have the size of `frameTransform`, each independently of the others, up to rounding. The caller owns
   * the result, which shares memory neither with the frames nor with what comes later.
   *
   * @returns tokens `[frames, rows, columns, embeddingSize]`, raster order inside a frame, all of them finite.
   * @throws InvalidImageError for frames of another size; DisposedError; the reason of the signal, after which it stays usable.
   */
  encode(frames: readonly Frame[], options?: { readonly signal?: AbortSignal | undefined }): Promise<Tensor>;
  /** Loads the weights, which the first `encode` does otherwise; nothing where they are there. Absent where there is nothing to load. */
  load?(): Promise<void>;
  /** Frees the weights, and gives up loading them; may be called twice. */
  dispose(): Promise<void>;
}
