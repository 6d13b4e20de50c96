/** What is known of a video once its index has been read; no picture has been decoded for it. */
export interface VideoInfo {
  /** Container as its users name it: `mp4`, `webm`, `matroska`, `mpegts`, `avi`, `gif`, `images`, … */
  readonly container: string;
  /** Codec as its users name it: `h264`, `hevc`, `vp8`, `vp9`, `av1`, `gif`, `png`, … */
  readonly codec: string;
  /** Width in pixels of an upright frame, after rotation. Sample aspect ratio is not applied: pixels are as stored. */
  readonly width: number;
  /** Height in pixels of an upright frame, after rotation. */
  readonly height: number;
  /** Clockwise rotation that the container asks for; frames are delivered with it already applied. */
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  /** Number of frames that are presented. */
  readonly frameCount: number;
  /** From the start of the first frame to the end of the last, in seconds. */
  readonly durationSeconds: number;
  /** Average frames per second: `frameCount / durationSeconds`. */
  readonly frameRate: number;
  /** Whether there is sound beside the pictures; absent where that is not known. */
  readonly hasAudio?: boolean;
  /**
   * Start of each frame in presentation order, in seconds from the start of the video, as players count; ascending, length
   * `frameCount`. The first frame may start later than 0, after a pause or some sound.
   */
  readonly frameTimestampsSeconds: Float64Array;
  /** What the container's own clock says where time is 0 here, in seconds; absent where it says 0. */
  readonly clockStartSeconds?: number;
  /** Names of pictures in a folder that are of a kind that is not read, and so no frames; absent where there are none. */
  readonly leftOut?: readonly string[];
}

/**
 * Which frames to deliver: by index in presentation order, or by time in seconds (the last frame that starts at or
 * before it). Values must not decrease; a repeated value is delivered again but decoded once.
 */
export type FrameSelection =
  | { readonly indices: readonly number[] }
  | { readonly timestampsSeconds: readonly number[] };

/** One upright picture of a video, as packed RGB. The consumer owns `data`. */
export interface Frame {
  /** Index of the asked frame in presentation order. */
  readonly index: number;
  /** Start of the asked frame, in seconds. */
  readonly timestampSeconds: number;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** RGB bytes `[height, width, 3]`, 0 to 255. */
  readonly data: Uint8Array;
  /**
   * `exact`: this is the asked frame. `repaired`: it is damaged, or may refer to one that is, and the decoder has filled in what is
   * missing. `substituted`: it could not be decoded, and the nearest decodable one stands in.
   */
  readonly status: 'exact' | 'repaired' | 'substituted';
  /** Index of the frame whose picture this is; differs from `index` only when substituted. */
  readonly decodedIndex: number;
}

/** How a picture becomes the rectangle that an encoder wants. */
export type FrameFit =
  /** Squashed to the rectangle, aspect not kept (the SlowFast-LLaVA default). */
  | 'resize'
  /** Centred on a square filled with `padColor`, then resized. */
  | 'pad'
  /** Shortest edge resized to the rectangle's, then cut from the centre (the CLIP default). */
  | 'crop';

/** How an encoder is told to have its pictures fitted: one way for all of them, or that of its checkpoint. */
export type ImageFit =
  | FrameFit
  /**
   * What the checkpoint's own image processor does to one frame as a single tile. It may be any of the others, or one
   * whose rectangle, and with it the grid of tokens, depends on the size of the video.
   */
  | 'processor';

/** Resampling filters, named as in Pillow; all are antialiased when shrinking. */
export type ResampleFilter = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos' | 'box' | 'hamming';

/** What an encoder wants of a frame, as plain data: the frame source applies it while decoding. */
export interface FrameTransform {
  /** Width in pixels of the delivered frame. */
  readonly width: number;
  /** Height in pixels of the delivered frame. */
  readonly height: number;
  readonly fit: FrameFit;
  /** Size in pixels that the picture is squashed to before it is fitted; it is fitted as it comes if absent. */
  readonly resizedFirst?: { readonly width: number; readonly height: number };
  readonly resample: ResampleFilter;
  /** RGB, 0 to 255; used by `pad` only. */
  readonly padColor: readonly [number, number, number];
  /** For `crop`: length in pixels of the resized shortest edge before cutting; the larger of width and height if absent. */
  readonly shortestEdge?: number;
}

/** {@link FrameTransform} plus the grid of tokens that the encoder makes of each such frame. */
export interface EncoderFrameTransform extends FrameTransform {
  /** Rows of the token grid of one frame. */
  readonly rows: number;
  /** Columns of the token grid of one frame. */
  readonly columns: number;
}
