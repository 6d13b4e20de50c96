import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type RgbImage, rotateImage } from '@slowfast/images';
import type { Frame, FrameOptions, FrameSelection, FrameSource } from '@slowfast/spec';
import { fileFolder } from '@slowfast/test-kit/files';

/** What PyAV found when it decoded a clip from start to end. */
export interface ClipTruth {
  /** FFmpeg's name of the codec; absent where there is no video. */
  readonly codec?: string;
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly timestampsSeconds: readonly number[];
  /** Start of the MD5 sum of each upright picture's RGB bytes. */
  readonly rgbMd5: readonly string[];
  /** Set when there is sound beside the pictures. */
  readonly hasAudio?: true;
  /** Set when the file is damaged on purpose. */
  readonly errors?: number;
  /** Set when it holds no picture on purpose. */
  readonly error?: string;
}

/** The clips and what is known of them. */
export const fixtures = fileFolder('../../fixtures/', import.meta.url);

const truthOf = async (file: string) =>
  (await fixtures.json<{ readonly files: Readonly<Record<string, ClipTruth>> }>(file)).files;

/** The truth of every clip by its file name; see fixtures/make_fixtures.py and make_one_pass.py. */
export const truth = { ...(await truthOf('truth.json')), ...(await truthOf('one-pass.json')) };

/** The clips that are whole, and hold a video. */
export const wholeClips = Object.entries(truth)
  .filter(([name, clip]) => clip.timestampsSeconds && !clip.errors && name !== 'jpeg-named.mp4')
  .map(([name, clip]) => ({ name, clip }));

/** Whether our conversion and swscale's agree to the byte: they do unless depth, chroma or an odd height differ. */
export function isByteExact({ pixelFormat, height }: ClipTruth): boolean {
  return (
    ['yuv420p', 'yuvj420p', 'yuva420p', 'yuv422p', 'gray', 'bgra', 'rgba', 'bgr24', 'gbrp'].includes(
      pixelFormat,
    ) && height % 2 === 0
  );
}

// What Node brings is nine times as fast.
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');
const md5OfBytes = (bytes: Uint8Array): string =>
  nodeCrypto ? nodeCrypto.createHash('md5').update(bytes).digest('hex') : bytesToHex(md5(bytes));

/** Bytes of a clip. */
export function clipBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return fixtures.bytes(`clips/${name}`);
}

/** Start of the MD5 sum of a picture's bytes, as in {@link truth}. */
export function digest(image: RgbImage): string {
  return md5OfBytes(image.data).slice(0, 12);
}

/** The number painted in a picture of the clips. */
export function paintedNumber(image: RgbImage, rotationDegrees: 0 | 90 | 180 | 270 = 0): number {
  const { data, width, height } = rotateImage(image, ((360 - rotationDegrees) % 360) as 0 | 90 | 180 | 270);
  let number = 0;
  for (let bit = 0; bit < 8; bit++) {
    const x = Math.floor(((bit + 0.5) * width) / 8);
    const green = (y: number) => data[(Math.floor(y * height) * width + x) * 3 + 1]!;
    number = number * 2 + (green(1 / 6) > green(1 / 2) ? 1 : 0);
  }
  return number;
}

/** All frames of a selection. */
export async function collect(
  source: FrameSource,
  selection: FrameSelection,
  options?: FrameOptions,
): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of source.frames(selection, options)) frames.push(frame);
  return frames;
}

/** Whole numbers below a bound, from a seed. */
export function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % bound;
  };
}
