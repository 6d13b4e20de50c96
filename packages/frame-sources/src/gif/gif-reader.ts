/// <reference path="./omggif.d.ts" />
import { VideoUnreadableError } from '@slowfast/spec';
import { type GifFrame, GifReader } from 'omggif';
import type { MediaBytes } from '../media-bytes.ts';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';

/**
 * Opens a GIF; it is decoded here, on any machine. What is transparent in the first picture is white. Holds the file in
 * memory, and closes the bytes.
 *
 * @throws VideoUnreadableError when it holds no picture.
 */
export async function openGif(bytes: MediaBytes): Promise<PictureReader> {
  const { place } = bytes;
  const gif = parse(await bytes.read(0, bytes.size), place);
  await bytes.close();
  const frames = Array.from({ length: gif.numFrames() }, (_, index) => gif.frameInfo(index));
  const { frameTimestampsSeconds, durationSeconds } = timesOf(frames);
  const all = frames.map((_, index) => index);
  return {
    place,
    info: {
      container: 'gif',
      codec: 'gif',
      width: gif.width,
      height: gif.height,
      rotationDegrees: 0,
      frameCount: frames.length,
      durationSeconds,
      frameRate: frames.length / durationSeconds,
      frameTimestampsSeconds,
    },
    read: (indices, signal) => pictures(gif, frames, indices, signal),
    neighbours: () => [all],
    close: async () => undefined,
  };
}

function parse(data: Uint8Array, place: string): GifReader {
  try {
    const gif = new GifReader(data);
    if (gif.numFrames() > 0 && gif.width > 0 && gif.height > 0) return gif;
  } catch (cause) {
    throw new VideoUnreadableError({ place, found: 'a damaged GIF image' }, { cause });
  }
  throw new VideoUnreadableError({ place, found: 'a GIF image without a picture' });
}

/** A delay below two hundredths is shown as ten, as FFmpeg and browsers do. */
function timesOf(frames: readonly GifFrame[]): {
  readonly frameTimestampsSeconds: Float64Array;
  readonly durationSeconds: number;
} {
  let hundredths = 0;
  const frameTimestampsSeconds = new Float64Array(frames.length);
  for (const [index, { delay }] of frames.entries()) {
    frameTimestampsSeconds[index] = hundredths / 100;
    hundredths += delay < 2 ? 10 : delay;
  }
  return { frameTimestampsSeconds, durationSeconds: hundredths / 100 };
}

/** Every picture is drawn over the one before, so all are decoded up to the last wanted one. */
async function* pictures(
  gif: GifReader,
  frames: readonly GifFrame[],
  indices: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<ReadPicture, void> {
  const wanted = new Set(indices);
  const canvas = new Uint8Array(gif.width * gif.height * 4).fill(255);
  for (let index = 0; index <= indices.at(-1)!; index++) {
    signal.throwIfAborted();
    const frame = frames[index]!;
    const below = frame.disposal === 3 ? canvas.slice() : undefined;
    let isWhole = true;
    try {
      gif.decodeAndBlitFrameRGBA(index, canvas);
    } catch {
      isWhole = false;
    }
    if (isWhole && wanted.has(index)) yield { index, image: withoutAlpha(canvas, gif.width, gif.height) };
    if (below) canvas.set(below);
    else if (frame.disposal === 2) clear(canvas, gif.width, frame);
  }
}

function withoutAlpha(canvas: Uint8Array, width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = canvas[from]!;
    data[to + 1] = canvas[from + 1]!;
    data[to + 2] = canvas[from + 2]!;
  }
  return { data, width, height };
}

function clear(canvas: Uint8Array, canvasWidth: number, { x, y, width, height }: GifFrame): void {
  for (let row = y; row < y + height; row++) {
    const start = (row * canvasWidth + x) * 4;
    canvas.fill(255, start, start + width * 4);
  }
}
