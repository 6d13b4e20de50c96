import type { RgbImage } from '@slowfast/images';
import { assertDrawable } from '../animation-screen.ts';
import type { MediaBytes } from '../media-bytes.ts';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';
import { decodeLzw } from './lzw.ts';
import { type Gif, type GifFrame, parseGif } from './parse-gif.ts';

/**
 * Opens a GIF; it is decoded here, on any machine. What is transparent in the first picture is white. Holds the file in
 * memory, and closes the bytes.
 *
 * @throws VideoUnreadableError when it holds no picture.
 */
export async function openGif(bytes: MediaBytes): Promise<PictureReader> {
  const { place } = bytes;
  const gif = parseGif(await bytes.read(0, bytes.size));
  await bytes.close();
  const { frames, width, height } = gif;
  assertDrawable(place, 'a GIF image', gif);
  const { frameTimestampsSeconds, durationSeconds } = timesOf(frames);
  const all = frames.map((_, index) => index);
  return {
    place,
    info: {
      container: 'gif',
      codec: 'gif',
      width,
      height,
      rotationDegrees: 0,
      frameCount: frames.length,
      durationSeconds,
      frameRate: frames.length / durationSeconds,
      hasAudio: false,
      frameTimestampsSeconds,
    },
    read: (indices, signal) => pictures(gif, indices, signal),
    neighbours: () => [all],
    close: async () => undefined,
  };
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
  { width, height, frames }: Gif,
  indices: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<ReadPicture, void> {
  const wanted = new Set(indices);
  const canvas: RgbImage = { data: new Uint8Array(width * height * 3).fill(255), width, height };
  for (let index = 0; index <= indices.at(-1)!; index++) {
    signal.throwIfAborted();
    const frame = frames[index]!;
    const below = frame.disposal === 3 ? canvas.data.slice() : undefined;
    const isWhole = draw(frame, canvas);
    if (isWhole && wanted.has(index)) yield { index, image: canvas };
    if (below) canvas.data.set(below);
    else if (isWhole && frame.disposal === 2) clear(frame, canvas);
  }
}

/**
 * Draws a frame over the canvas, as far as its data goes and the canvas reaches: what sticks out is cut off, as browsers and
 * FFmpeg do. False when it is damaged, and then nothing is drawn.
 */
function draw(frame: GifFrame, canvas: RgbImage): boolean {
  const { x, y, width, height, palette, transparentIndex } = frame;
  const colors = decodeLzw(frame.data, frame.minimumCodeBits, width * height);
  if (!colors) return false;
  const rows = frame.isInterlaced ? interlacedRows(height) : undefined;
  const columns = Math.min(width, canvas.width - x);
  for (let row = 0; row < height; row++) {
    const line = y + (rows ? rows[row]! : row);
    if (line >= canvas.height) continue;
    const from = row * width;
    let to = (line * canvas.width + x) * 3;
    for (let column = 0; column < columns && from + column < colors.length; column++, to += 3) {
      const color = colors[from + column]!;
      if (color === transparentIndex) continue;
      canvas.data[to] = palette[color * 3] ?? 0;
      canvas.data[to + 1] = palette[color * 3 + 1] ?? 0;
      canvas.data[to + 2] = palette[color * 3 + 2] ?? 0;
    }
  }
  return true;
}

/** Rows come in four passes: every eighth, those between, every second of the rest, the rest. */
function interlacedRows(height: number): number[] {
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) =>
    Array.from({ length: Math.ceil(Math.max(0, height - first) / step) }, (_, k) => first + k * step),
  );
}

function clear({ x, y, width, height }: GifFrame, canvas: RgbImage): void {
  const columns = Math.min(width, canvas.width - x);
  if (columns <= 0) return;
  for (let row = y; row < Math.min(y + height, canvas.height); row++) {
    const start = (row * canvas.width + x) * 3;
    canvas.data.fill(255, start, start + columns * 3);
  }
}
