/** A small picture of a frame, as it comes from the worker. */
export interface Picture {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`, 0 to 255. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Which frames are wanted, ascending. */
export interface FrameRequest {
  readonly indices: readonly number[];
}

/** The longer edge of a picture, in pixels. */
const longEdge = 192;

type Size = { readonly width: number; readonly height: number };

/** Width of the picture of such a video, in pixels; the aspect is kept, nothing is enlarged. */
export function pictureWidth(video: Size): number {
  return Math.max(1, Math.round(video.width * scaleOf(video)));
}

/** Height of the picture of such a video, in pixels. */
export function pictureHeight(video: Size): number {
  return Math.max(1, Math.round(video.height * scaleOf(video)));
}

function scaleOf({ width, height }: Size): number {
  return Math.min(1, longEdge / Math.max(width, height));
}
