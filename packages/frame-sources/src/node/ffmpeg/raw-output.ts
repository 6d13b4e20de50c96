import type { RgbImage, YuvImage } from '@slowfast/images';
import type { ColorTags } from '../../frame-decoder.ts';
import { type PixelFormat, pixelFormats, planeSizes } from '../pixel-formats.ts';
import type { FfmpegProcess } from './ffmpeg-process.ts';
import { readRawPictures } from './matroska-reader.ts';
import { followShownPictures, type ShownPicture, showingFilter } from './shown-pictures.ts';

/** Where the size changes, pictures keep their own though they are converted. */
const keepSize = 'scale=w=iw:h=ih:eval=frame';

/**
 * Arguments that make ffmpeg write chosen pictures uncompressed, unscaled and as they are stored.
 *
 * @param stream the stream's number in the file.
 * @param select an expression of the filter `select`.
 * @param isOther whether the pictures are of none of our pixel formats: left to itself, ffmpeg would not choose RGB for them.
 */
export function rawOutputArguments(stream: number, select: string, isOther: boolean): string[] {
  const formats = isOther
    ? `${keepSize},format=pix_fmts=rgb24`
    : `format=pix_fmts=${[...pixelFormats.map((each) => each.name), 'rgb24'].join('|')}`;
  return [
    ...['-map', `0:${stream}`, '-vf', `select='${select}',${formats},${showingFilter}`],
    // Timestamps in milliseconds, as Matroska has them: every version of ffmpeg takes a fraction here.
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:1000', '-c:v', 'rawvideo'],
    // Matroska names few raw formats itself; the others pass under an older scheme, and standard error names them.
    ...['-allow_raw_vfw', '1'],
    // A cluster for each picture, or ffmpeg would gather several in memory before it writes one.
    ...['-f', 'matroska', '-cluster_size_limit', '1', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** A picture of ffmpeg's output, in an array of its own. */
export interface RawImage {
  readonly timestamp: number;
  /** Absent where it is not what was said of it. */
  readonly image: YuvImage | RgbImage | undefined;
}

/**
 * Pictures of ffmpeg's output, in the order in which they come.
 *
 * @param tagsOf what the stream itself says of a picture's colours, by its timestamp, where that is known: ffmpeg from 7 on tells those of the
 * first picture for all.
 */
export async function* rawImages(
  ffmpeg: FfmpegProcess,
  container: ColorTags,
  tagsOf: (timestamp: number) => ColorTags | undefined = () => undefined,
): AsyncGenerator<RawImage, void> {
  const nextShown = followShownPictures(ffmpeg);
  for await (const { timestamp, data } of readRawPictures(ffmpeg.output)) {
    const shown = await nextShown();
    yield { timestamp, image: shown && rawImage(data, { ...shown, ...tagsOf(timestamp) }, container) };
  }
}

function rawImage(
  data: Uint8Array,
  shown: ShownPicture,
  container: ColorTags,
): YuvImage | RgbImage | undefined {
  const { width, height, pixelFormats: names } = shown;
  if (names.includes('rgb24'))
    return data.length === width * height * 3 ? { data, width, height } : undefined;
  const fitting = pixelFormats.filter(
    (format) => names.includes(format.name) && bytesOf(format, width, height) === data.length,
  );
  const [format] = fitting;
  if (!format || fitting.length > 1) return undefined;
  let at = 0;
  const planes = planeSizes(format, width, height).map(({ rowBytes, rows }) => {
    const plane = { data: data.subarray(at, at + rowBytes * rows), stride: rowBytes };
    at += rowBytes * rows;
    return plane;
  });
  return {
    width,
    height,
    layout: format.layout,
    bitDepth: format.bitDepth,
    planes,
    matrix: shown.matrix ?? container.matrix ?? 'bt601',
    fullRange: format.isFullRange || (shown.fullRange ?? container.fullRange ?? false),
    isInterlaced: shown.isInterlaced,
  };
}

function bytesOf(format: PixelFormat, width: number, height: number): number {
  const sizes = planeSizes(format, width, height).map(({ rowBytes, rows }) => rowBytes * rows);
  // The last plane of these is how opaque the picture is, as large as the first.
  return sizes.reduce((sum, size) => sum + size, format.name.startsWith('yuva') ? sizes[0]! : 0);
}
