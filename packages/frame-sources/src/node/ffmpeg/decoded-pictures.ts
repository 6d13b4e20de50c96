import type { FfmpegProcess } from './ffmpeg-process.ts';

/**
 * Follows which pictures the decoder of an ffmpeg with `-debug_ts` gives, wanted or not, in presentation order; call it before ffmpeg
 * has said anything.
 *
 * @param onPicture is told the timestamp, and whether ffmpeg says that the picture is damaged.
 */
export function followDecoded(
  ffmpeg: FfmpegProcess,
  onPicture: (timestamp: number, isMarked: boolean) => void,
): void {
  let isMarked = false;
  ffmpeg.watch((line) => {
    // It says so right before it names the picture, from the same thread.
    if (line.includes('corrupt decoded frame')) {
      isMarked = true;
      return false;
    }
    const [, timestamp] = /decoder -> (?:ist_index:\S+ type:video frame_)?pts:(-?\d+)/.exec(line) ?? [];
    if (timestamp) {
      onPicture(Number(timestamp), isMarked);
      isMarked = false;
    }
    return /\b(demuxer(\+\w+)?|decoder|filter(_raw)?|encoder|muxer) (->|<-) /.test(line);
  });
}
