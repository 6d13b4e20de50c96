import type { YuvMatrix } from '@slowfast/images';
import type { FfmpegProcess } from './ffmpeg-process.ts';

/** What ffmpeg says of a picture on its way out: a stream of uncompressed pictures tells it of the first one only. */
export interface ShownPicture {
  readonly width: number;
  readonly height: number;
  /** FFmpeg's names of how its samples lie: that of the first picture, and those that others had up to this one. */
  readonly pixelFormats: readonly string[];
  /** Whether its rows are two fields in turn. */
  readonly isInterlaced: boolean;
  /** Absent where the video doesn't say. */
  readonly matrix: YuvMatrix | undefined;
  readonly fullRange: boolean | undefined;
}

/** The filter that says it, the last of its chain. */
export const showingFilter = 'showinfo=checksum=0';

const matrices: Readonly<Record<string, YuvMatrix>> = {
  bt709: 'bt709',
  fcc: 'fcc',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};

/** FFmpeg's numbers of formats, as far as pictures of one file come in several of them. They are part of its ABI and don't change. */
const numberedFormats: Readonly<Record<number, string>> = {
  0: 'yuv420p',
  4: 'yuv422p',
  5: 'yuv444p',
  6: 'yuv410p',
  7: 'yuv411p',
  8: 'gray',
  12: 'yuvj420p',
  13: 'yuvj422p',
  14: 'yuvj444p',
};

/** A name that is known ends where it does, whatever is glued to it. */
const namedMatrix = new RegExp(`\\bcolor_space:(${Object.keys(matrices).join('|')}|\\S+)`);

interface Told {
  readonly width: number;
  readonly height: number;
  readonly pixelFormats: readonly string[];
  readonly isInterlaced: boolean;
  range?: string;
  matrix?: string;
}

/**
 * Follows what {@link showingFilter} says; call it before ffmpeg has said anything. The result gives each picture in turn, and `undefined`
 * behind the last. What it says of a picture comes in pieces, between which other threads of ffmpeg may say something: then the rest of the
 * line is theirs, and what follows begins a line of its own.
 */
export function followShownPictures(ffmpeg: FfmpegProcess): () => Promise<ShownPicture | undefined> {
  const told = new Map<number, Told>();
  const formats = new Set<string>();
  /** The picture that was told of last, and the one that is asked for next. */
  let last = -1;
  let next = 0;
  let previous: Told | undefined;
  ffmpeg.watch((line) => {
    // The filter names the format that it expects; that a picture has another one is said where it comes in.
    const [, number] = /incoming frame - w: \d+ h: \d+ fmt: (\d+)/.exec(line) ?? [];
    if (number) formats.add(numberedFormats[Number(number)] ?? number);
    // Behind `i:` stands T or B for the field that comes first, P for progressive pictures.
    const [, n, pixelFormat, width, height, fields] =
      /\bn: *(\d+) pts:.* fmt:(\S+) .*\bs:(\d+)x(\d+) i:(.?)/.exec(line) ?? [];
    if (n) {
      last = Number(n);
      formats.add(pixelFormat!);
      const isInterlaced = fields === 'T' || fields === 'B';
      told.set(last, {
        width: Number(width),
        height: Number(height),
        pixelFormats: [...formats],
        isInterlaced,
      });
    }
    const picture = told.get(last);
    const [, range] = /\bcolor_range:(tv|pc|\S+)/.exec(line) ?? [];
    const [, matrix] = namedMatrix.exec(line) ?? [];
    if (picture && range) picture.range ??= range;
    if (picture && matrix) picture.matrix ??= matrix;
    return number !== undefined || line.includes('[Parsed_showinfo_');
  });

  /** The next picture, once all is said of it. */
  function whole(): Told | undefined {
    const picture = told.get(next);
    if (last > next || (picture?.range && picture.matrix)) return picture ?? previous;
    return undefined;
  }

  return async () => {
    const picture = (await ffmpeg.until(whole)) ?? told.get(next);
    told.delete(next++);
    previous = picture;
    if (!picture) return undefined;
    const { range, matrix = '', ...facts } = picture;
    const fullRange = range === 'pc' ? true : range === 'tv' ? false : undefined;
    return { ...facts, matrix: matrices[matrix], fullRange };
  };
}
