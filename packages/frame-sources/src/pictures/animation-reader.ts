import { assertDrawable } from '../animation-screen.ts';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';
import type { Animation } from './animation.ts';
import { clearRectangle, layOver, withoutOpacity } from './lay-over.ts';
import type { RgbaImage } from './rgba-image.ts';

/** What {@link createAnimationReader} reads. */
export interface AnimationParts {
  readonly place: string;
  /** As messages call it, with its article: `a WebP image`. */
  readonly found: string;
  /** Names container and codec. */
  readonly format: { readonly container: string; readonly codec: string };
  readonly animation: Animation;
  /** Decodes the file of a single picture; `undefined` when it is damaged. */
  readonly decode: (still: Uint8Array) => Promise<RgbaImage | undefined>;
}

/**
 * An animated picture as a video. One picture is decoded at a time, and laid over those before it.
 *
 * @throws VideoUnreadableError when it holds no picture, or is too large.
 */
export function createAnimationReader(parts: AnimationParts): PictureReader {
  const { place, found, format, animation } = parts;
  const { width, height, frames } = animation;
  assertDrawable(place, found, animation);
  const frameTimestampsSeconds = new Float64Array(frames.length);
  let durationSeconds = 0;
  for (const [index, frame] of frames.entries()) {
    frameTimestampsSeconds[index] = durationSeconds;
    durationSeconds += frame.durationSeconds;
  }
  const all = frames.map((_, index) => index);
  return {
    place,
    info: {
      ...format,
      width,
      height,
      rotationDegrees: 0,
      frameCount: frames.length,
      durationSeconds,
      frameRate: frames.length / durationSeconds,
      hasAudio: false,
      frameTimestampsSeconds,
    },
    read: (indices, signal) => pictures(parts, indices, signal),
    neighbours: () => [all],
    close: async () => undefined,
  };
}

async function* pictures(
  { animation, decode }: AnimationParts,
  indices: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<ReadPicture, void> {
  const { width, height, frames } = animation;
  const wanted = new Set(indices);
  const canvas: RgbaImage = { data: new Uint8Array(width * height * 4), width, height };
  for (let index = firstNeeded(animation, indices[0]!); index <= indices.at(-1)!; index++) {
    const frame = frames[index]!;
    signal.throwIfAborted();
    const picture = await decode(frame.still());
    signal.throwIfAborted();
    const before = frame.afterwards === 'restore' ? canvas.data.slice() : undefined;
    if (picture) layOver(canvas, picture, frame, frame.isLaidOver);
    if (picture && wanted.has(index)) yield { index, image: withoutOpacity(canvas) };
    if (before) canvas.data.set(before);
    if (frame.afterwards === 'clear') clearRectangle(canvas, frame);
  }
}

/** The last picture up to this one that shows nothing of those before it. */
function firstNeeded({ width, height, frames }: Animation, index: number): number {
  for (let at = index; at > 0; at--) {
    const frame = frames[at]!;
    const isWhole = frame.x === 0 && frame.y === 0 && frame.width === width && frame.height === height;
    if (isWhole && !frame.isLaidOver && frame.afterwards !== 'restore') return at;
  }
  return 0;
}
