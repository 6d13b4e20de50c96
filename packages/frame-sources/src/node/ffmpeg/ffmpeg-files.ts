import type { DecodedPicture, FileDecoder, FileScan } from '../../frame-decoder.ts';
import { containerName } from '../container-name.ts';
import { createFileScan } from '../file-scan.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';
import { rawImages, rawOutputArguments, selectExpression } from './raw-output.ts';

/** Files through ffmpeg, each in one pass from the start. */
export function ffmpegFiles(command: string): FileDecoder {
  return {
    refusal: async () => (await probeFfmpeg(command)).refusal,
    async scan(path, signal) {
      const ffmpeg = startFfmpeg(
        command,
        [
          // Where clocks begin anew, ffmpeg makes one of them; it counts from the start.
          ...['-hide_banner', '-nostats', '-i', `file:${path}`, '-map', '0:V:0'],
          ...['-fps_mode', 'passthrough', '-enc_time_base', '-1', '-f', 'framecrc', 'pipe:1'],
        ],
        signal,
      );
      try {
        ffmpeg.endInput();
        const lines = await textOf(ffmpeg);
        signal.throwIfAborted();
        return parseScan(lines, ffmpeg.messages());
      } finally {
        await ffmpeg.stop();
      }
    },
    async *decodeFile(path, wanted, signal): AsyncGenerator<DecodedPicture, void> {
      const output = rawOutputArguments(selectExpression('n', wanted));
      const ffmpeg = startFfmpeg(
        command,
        // Where the size changes, filters that begin anew would count pictures from 0 again.
        [
          '-v',
          'info',
          '-nostats',
          '-reinit_filter',
          '0',
          '-i',
          `file:${path}`,
          '-frames:v',
          `${wanted.length}`,
          ...output,
        ],
        signal,
      );
      ffmpeg.endInput();
      try {
        let at = 0;
        for await (const { image } of rawImages(ffmpeg, {})) {
          signal.throwIfAborted();
          const order = wanted[at++];
          if (order !== undefined) yield { order, image };
        }
        signal.throwIfAborted();
      } finally {
        await ffmpeg.stop();
      }
    },
  };
}

async function textOf(ffmpeg: FfmpegProcess): Promise<string[]> {
  let text = '';
  for await (const chunk of ffmpeg.output.setEncoding('utf8')) text += chunk;
  return text.split('\n');
}

/** The lines of the framecrc format: `#name 0: value`, then `stream, dts, pts, duration, size, checksum`. */
function parseScan(lines: readonly string[], messages: string): FileScan | 'no-video' | undefined {
  const header = (name: string) =>
    lines
      .find((line) => line.startsWith(`#${name} 0: `))
      ?.split(': ')[1]
      ?.trim();
  const [numerator, denominator] = (header('tb') ?? '').split('/').map(Number);
  const [width, height] = (header('dimensions') ?? '').split('x').map(Number);
  const frames = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(','));
  const hasAudio = /Stream #\d+:\d+.*: Audio: /.test(messages);
  if (!numerator || !denominator || !width || !height || frames.length === 0) {
    return hasAudio ? 'no-video' : undefined;
  }
  const seconds = (ticks: string | undefined) => (Number(ticks) * numerator) / denominator;
  const startSeconds = Number(/^ *Duration: .*?, start: (-?[\d.]+)/m.exec(messages)?.[1] ?? 0);
  return createFileScan({
    startSeconds,
    container: containerName(/^Input #0, (\S+), from/m.exec(messages)?.[1] ?? ''),
    codec: /Stream #\d+:\d+.*: Video: (\w+)/.exec(messages)?.[1] ?? 'unknown',
    width,
    height,
    hasAudio,
    timestampsSeconds: frames.map((frame) => seconds(frame[2]) + startSeconds),
    lastDurationSeconds: seconds(frames.at(-1)?.[3]),
  });
}
