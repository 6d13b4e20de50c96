import type { RgbImage, YuvImage, YuvMatrix } from '@slowfast/images';
import type { PictureSize } from '../../bitstream/vp9-sizes.ts';
import type { ColorTags } from '../../frame-decoder.ts';
import { pixelFormats, planeSizes } from '../pixel-formats.ts';
import type { FfmpegProcess } from './ffmpeg-process.ts';
import { type RawPicture, readRawPictures } from './matroska-reader.ts';

/**
 * Arguments that make ffmpeg write chosen pictures uncompressed, unscaled and as they are stored.
 *
 * @param stream the stream's number in the file.
 * @param select an expression of the filter `select`.
 * @param isOther whether the pictures are of none of our pixel formats: left to itself, ffmpeg would not choose RGB for them.
 */
export function rawOutputArguments(stream: number, select: string, isOther: boolean): string[] {
  const formats = [...(isOther ? [] : pixelFormats.map((each) => each.name)), 'rgb24'].join('|');
  return [
    ...['-map', `0:${stream}`, '-vf', `select='${select}',format=pix_fmts=${formats}`],
    // Timestamps in milliseconds, as Matroska has them: every version of ffmpeg takes a fraction here.
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:1000', '-c:v', 'rawvideo'],
    // Matroska names few raw formats itself; the others pass under an older scheme, and standard error names them.
    ...['-allow_raw_vfw', '1'],
    // A cluster for each picture, or ffmpeg would gather several in memory before it writes one.
    ...['-f', 'matroska', '-cluster_size_limit', '1', '-flush_packets', '1', 'pipe:1'],
  ];
}

const matrices: Readonly<Record<number, YuvMatrix>> = {
  1: 'bt709',
  4: 'fcc',
  5: 'bt601',
  6: 'bt601',
  7: 'smpte240m',
  9: 'bt2020',
  10: 'bt2020',
};

/**
 * Pictures of ffmpeg's output. Each is an array of its own.
 *
 * @param sizeOf the size of a picture by its timestamp, where it may differ from the first one's: the output doesn't tell. A picture
 * that doesn't have the size that is expected is left out.
 */
export async function* rawImages(
  ffmpeg: FfmpegProcess,
  container: ColorTags,
  sizeOf: (timestamp: number) => PictureSize | undefined = () => undefined,
): AsyncGenerator<{ readonly timestamp: number; readonly image: YuvImage | RgbImage }, void> {
  let name: string | undefined;
  for await (const picture of readRawPictures(ffmpeg.output)) {
    name ??= (await ffmpeg.said(/Output #0[\s\S]*: Video: rawvideo(?: \([^)]*\))?, (\w+)/))?.[1];
    const image = rawImage({ ...picture, ...sizeOf(picture.timestamp) }, name, container);
    if (image) yield { timestamp: picture.timestamp, image };
  }
}

function rawImage(
  picture: RawPicture,
  name: string | undefined,
  container: ColorTags,
): YuvImage | RgbImage | undefined {
  const { data, width, height } = picture;
  if (name === 'rgb24') return data.length === width * height * 3 ? { data, width, height } : undefined;
  const format = pixelFormats.find((each) => each.name === name);
  if (!format) return undefined;
  let at = 0;
  const planes = planeSizes(format, width, height).map(({ rowBytes, rows }) => {
    const plane = { data: data.subarray(at, at + rowBytes * rows), stride: rowBytes };
    at += rowBytes * rows;
    return plane;
  });
  // The last plane of these is how opaque the picture is, as large as the first.
  if (format.name.startsWith('yuva')) at += planes[0]!.data.length;
  if (at !== data.length) return undefined;
  return {
    width,
    height,
    layout: format.layout,
    bitDepth: format.bitDepth,
    planes,
    matrix: matrices[picture.matrix ?? 2] ?? container.matrix ?? 'bt601',
    fullRange: format.isFullRange || (picture.range ? picture.range === 2 : (container.fullRange ?? false)),
  };
}
