import type { FfmpegProcess } from './ffmpeg-process.ts';
import { LostMarks } from './lost-marks.ts';

/** The libavcodec of FFmpeg 7: see {@link LostMarks}. */
const firstThatKeepsMarks = 61;

/** The types of pictures by the numbers that `-debug_ts` gives them. */
const typeNames: Readonly<Record<string, string>> = { 1: 'I', 2: 'P', 3: 'B' };

const isError = /Error while decoding stream|Error submitting packet to decoder|Decoding error/;

/** Whether a line of ffmpeg tells of damage; what a decoder fills in, it tells of sooner than it marks the picture. */
export function tellsDamage(line: string): boolean {
  return /corrupt decoded frame|concealing \d+ DC/.test(line) || isError.test(line);
}

/** What an ffmpeg with `-debug_ts` says of a picture that its decoder gave. */
export interface DecodedByFfmpeg {
  readonly timestamp: number;
  /** Whether it says that the picture is damaged. */
  readonly isMarked: boolean;
  readonly isKey: boolean;
  /** Whether it is coded between the pictures around it (B). */
  readonly isBetween: boolean;
  /** Whether a packet could not be decoded since the picture before. */
  readonly followsError: boolean;
}

/**
 * Follows which pictures the decoder gives, wanted or not, in presentation order; call it before ffmpeg has said anything. It says so
 * before it says what {@link followShownPictures} follows of the same picture.
 *
 * @returns what tells of those that are still held back, once ffmpeg has ended.
 */
export function followDecoded(
  ffmpeg: Pick<FfmpegProcess, 'watch'>,
  onPicture: (picture: DecodedByFfmpeg) => void,
): () => void {
  const marks = new LostMarks<DecodedByFfmpeg>(onPicture);
  let isMarked = false;
  let followsError = false;
  let losesMarks = false;
  ffmpeg.watch((line) => {
    const [, version] = /^ +libavcodec +(\d+)\./.exec(line) ?? [];
    if (version) losesMarks = Number(version) < firstThatKeepsMarks;
    const [, thread, type] = /@ (\w+)\] concealing \d+ DC.* errors in (\w) frame/.exec(line) ?? [];
    if (thread && losesMarks) marks.expect(thread, type!);
    // It says so right before it names the picture, from the same thread.
    if (line.includes('corrupt decoded frame')) {
      isMarked = true;
      return false;
    }
    if (isError.test(line)) {
      followsError = true;
      return false;
    }
    const [, timestamp, key, number] =
      /decoder -> (?:ist_index:\S+ type:video frame_)?pts:(\S+) .*\bkeyframe:(\d) frame_type:(\d)/.exec(
        line,
      ) ?? [];
    if (timestamp) {
      const type = typeNames[number!] ?? '';
      const isKey = key === '1';
      marks.came(type, {
        timestamp: Number(timestamp),
        isMarked,
        followsError,
        isKey,
        isBetween: type === 'B',
      });
      isMarked = followsError = false;
    }
    return /\b(demuxer(\+\w+)?|decoder|filter(_raw)?|encoder|muxer) (->|<-) /.test(line);
  });
  return () => marks.ended();
}
