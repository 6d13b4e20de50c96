import type { YuvMatrix } from '@slowfast/images';
import type { FfmpegProcess } from './ffmpeg-process.ts';

/** What ffmpeg says of a picture on its way out: a stream of uncompressed pictures tells it of the first one only. */
export interface ShownPicture {
  readonly width: number;
  readonly height: number;
  /** FFmpeg's names of how its samples lie: that of the first picture, and those that others had up to this one. */
  readonly pixelFormats: readonly string[];
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

/** Follows what {@link showingFilter} says; call it before ffmpeg has said anything. The result gives each picture in turn, and `undefined` behind the last. */
export function followShownPictures(ffmpeg: FfmpegProcess): () => Promise<ShownPicture | undefined> {
  const shown: ShownPicture[] = [];
  const formats = new Set<string>();
  let begun: Pick<ShownPicture, 'width' | 'height'> | undefined;
  ffmpeg.watch((line) => {
    // The filter names the format that it expects; that a picture has another one is said where it comes in.
    const [, number] = /incoming frame - w: \d+ h: \d+ fmt: (\d+)/.exec(line) ?? [];
    if (number) formats.add(numberedFormats[Number(number)] ?? number);
    if (number) return true;
    if (!line.startsWith('[Parsed_showinfo_')) return false;
    const [, pixelFormat, width, height] = /\] n: *\d+ pts:.* fmt:(\S+) .*\bs:(\d+)x(\d+) /.exec(line) ?? [];
    if (pixelFormat) {
      formats.add(pixelFormat);
      begun = { width: Number(width), height: Number(height) };
    }
    // The colours come last, behind what else the picture carries.
    const [, range, matrix] = /\] color_range:(\S+) color_space:(\S+)/.exec(line) ?? [];
    if (range && begun) {
      const fullRange = range === 'pc' ? true : range === 'tv' ? false : undefined;
      shown.push({ ...begun, pixelFormats: [...formats], matrix: matrices[matrix!], fullRange });
      begun = undefined;
    }
    return true;
  });
  return () => ffmpeg.until(() => shown.shift());
}
