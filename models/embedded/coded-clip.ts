import type { FrameRenderer, Random } from '@slowfast/shape-world';
import { encodeClip } from './encode-clip.ts';

/** Sizes of clips in pixels. */
export const clipSizes = [
  [160, 120],
  [160, 160],
  [240, 180],
  [320, 180],
  [320, 240],
  [180, 240],
] as const;

/** How long a clip is. */
export interface ClipLength {
  readonly framesPerSecond: number;
  readonly frameCount: number;
}

/** 2 to 20 seconds, half of them below 6.3, of 8 to 12 frames a second. */
export function pickLength(random: Random): ClipLength {
  const framesPerSecond = random.pick([8, 10, 12]);
  return { framesPerSecond, frameCount: Math.round(framesPerSecond * 2 * 10 ** random.next()) };
}

/** Codes one clip as a file. */
export async function writeClip(
  file: string,
  draw: FrameRenderer,
  [width, height]: (typeof clipSizes)[number],
  length: ClipLength,
): Promise<void> {
  await encodeClip(file, draw, { width, height, ...length, codec: 'h264', rateFactor: 27 });
}
