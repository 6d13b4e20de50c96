import { VideoUnreadableError } from '@slowfast/spec';

const mostPixels = 2 ** 26;

/**
 * Refuses an animation that can't be drawn.
 *
 * @param found as messages call it, with its article: `a GIF image`.
 * @throws VideoUnreadableError when it holds no picture, or its screen has no pixels or too many.
 */
export function assertDrawable(
  place: string,
  found: string,
  {
    width,
    height,
    frames,
  }: { readonly width: number; readonly height: number; readonly frames: readonly unknown[] },
): void {
  if (frames.length === 0) throw new VideoUnreadableError({ place, found: `${found} without a picture` });
  if (width * height === 0 || width * height > mostPixels) {
    throw new VideoUnreadableError({ place, found: `${found} of ${width}x${height} pixels` });
  }
}
