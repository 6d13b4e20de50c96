import { expect, test } from 'vitest';
import { type DecodedByFfmpeg, followDecoded } from './decoded-pictures.ts';
import type { FfmpegProcess } from './ffmpeg-process.ts';

const concealing = '[h264 @ 0x564a15778c80] concealing 60 DC, 60 AC, 60 MV errors in I frame';
const marking = 'pipe:0: corrupt decoded frame in stream 0';
const pictureOf = (timestamp: number, key: number, type: number) =>
  `decoder -> ist_index:0 type:video frame_pts:${timestamp} frame_pts_time:0 keyframe:${key} frame_type:${type} time_base:1/1000`;

/** The pictures that count as marked when an ffmpeg with that libavcodec says these lines. */
function markedOf(libavcodec: number, lines: readonly string[]): number[] {
  const pictures: DecodedByFfmpeg[] = [];
  let take: (line: string) => boolean = () => false;
  const ffmpeg: Pick<FfmpegProcess, 'watch'> = {
    watch: (watcher) => {
      take = watcher;
    },
  };
  const end = followDecoded(ffmpeg, (picture) => pictures.push(picture));
  for (const line of [`  libavcodec     ${libavcodec}. 37.100 / ${libavcodec}. 37.100`, ...lines]) take(line);
  end();
  expect(pictures).toHaveLength(lines.filter((line) => line.startsWith('decoder')).length);
  return pictures.filter((picture) => picture.isMarked).map(({ timestamp }) => timestamp);
}

// As FFmpeg 5.1 said it on a busy machine: in one run of ten, the line that marks the picture at 13 was missing.
const lines = [concealing, pictureOf(7, 0, 3), pictureOf(9, 0, 2), pictureOf(13, 1, 1), pictureOf(25, 1, 1)];

test('a repaired picture whose mark FFmpeg before 7 loses is the next of its type', () => {
  expect(markedOf(59, lines)).toEqual([13]);
  const many = Array.from({ length: 30 }, (_, k) => pictureOf(27 + 2 * k, 0, 2));
  expect(markedOf(59, [...lines, ...many])).toEqual([13]);
});

test('where the mark comes, it counts, also for a picture in two fields', () => {
  expect(markedOf(59, [concealing, ...lines.toSpliced(4, 0, marking)])).toEqual([25]);
  expect(markedOf(61, lines.toSpliced(4, 0, marking))).toEqual([25]);
});
