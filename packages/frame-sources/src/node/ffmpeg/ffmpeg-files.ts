import { bestTrack } from '../../best-track.ts';
import type { DecodedPicture, FileDecoder, FileScan } from '../../frame-decoder.ts';
import { createFileScan } from '../file-scan.ts';
import { pixelFormats } from '../pixel-formats.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { type InputDescription, type InputVideoStream, parseInput } from './input-streams.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';
import { rawImages, rawOutputArguments } from './raw-output.ts';
import { type FrameRange, rangesOf, selectExpression } from './select-expression.ts';

/** A second in the time base of a pass: every usual rate, and every 90,000th of a second, is a whole number of these. */
const ticksPerSecond = 705_600_000;

/** Files through ffmpeg, each in one pass from the start. */
export function ffmpegFiles(command: string): FileDecoder {
  return {
    refusal: async () => (await probeFfmpeg(command)).refusal,
    async scan(path, signal) {
      const input = await describeInput(command, path, signal);
      if (!input) return undefined;
      const video = bestTrack(input.videos);
      if (!video) return input.hasStreams ? 'no-video' : undefined;
      const ffmpeg = startFfmpeg(
        command,
        [
          // Where clocks begin anew, ffmpeg makes one of them; it counts from the start.
          ...['-hide_banner', '-nostats', '-noautorotate', '-reinit_filter', '0', '-i', `file:${path}`],
          ...['-map', `0:${video.number}`, '-fps_mode', 'passthrough'],
          ...['-enc_time_base', `1:${ticksPerSecond}`, '-f', 'framecrc', 'pipe:1'],
        ],
        signal,
      );
      try {
        ffmpeg.endInput();
        const scan = await parseScan(ffmpeg, input, video);
        const failure = await ffmpeg.failure();
        signal.throwIfAborted();
        if (failure) throw failure;
        return scan;
      } finally {
        await ffmpeg.stop();
      }
    },
    async *decodeFile(path, track, wanted, signal): AsyncGenerator<DecodedPicture, void> {
      const ranges = rangesOf(wanted);
      const isOther = pixelFormats.every((each) => each.name !== track.pixelFormat);
      const count = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      const output = rawOutputArguments(track.number, selectExpression(ranges), isOther);
      const ffmpeg = startFfmpeg(
        command,
        [
          ...['-v', 'info', '-nostats', '-noautorotate'],
          // Where the size changes, filters that begin anew would count pictures from 0 again.
          ...['-reinit_filter', '0', '-i', `file:${path}`, '-frames:v', `${count}`, ...output],
        ],
        signal,
      );
      ffmpeg.endInput();
      try {
        const isWanted = new Set(wanted);
        const orders = ordersOf(ranges);
        for await (const { image } of rawImages(ffmpeg, {})) {
          signal.throwIfAborted();
          const { value: order, done } = orders.next();
          if (done) break;
          if (image && isWanted.has(order)) yield { order, image };
        }
        const failure = await ffmpeg.failure();
        signal.throwIfAborted();
        if (failure) throw failure;
      } finally {
        await ffmpeg.stop();
      }
    },
  };
}

/** The file as ffmpeg describes it when it is given no output; `undefined` where it can't open it. */
async function describeInput(
  command: string,
  path: string,
  signal: AbortSignal,
): Promise<InputDescription | undefined> {
  const ffmpeg = startFfmpeg(command, ['-hide_banner', '-i', `file:${path}`], signal);
  try {
    ffmpeg.endInput();
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    const input = parseInput(ffmpeg.messages());
    // Without an output it always ends with an error; what it says of the file counts. Of damaged files it says all kinds of
    // things, "Operation not permitted" among them: it failed itself where it can't read the bytes either.
    const hasCrashed = failure?.facts.ended.startsWith('signal') ?? false;
    if (!input && failure && (hasCrashed || !(await canRead(command, path, signal)))) throw failure;
    return input;
  } finally {
    await ffmpeg.stop();
  }
}

/** Whether ffmpeg can read a file, whatever is in it: as samples of grey, of which it takes one. */
async function canRead(command: string, path: string, signal: AbortSignal): Promise<boolean> {
  const anything = ['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', '1x1', '-i', `file:${path}`];
  const ffmpeg = startFfmpeg(command, [...anything, '-frames:v', '1', '-f', 'null', '-'], signal);
  try {
    ffmpeg.endInput();
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    return failure === undefined;
  } finally {
    await ffmpeg.stop();
  }
}

function* ordersOf(ranges: readonly FrameRange[]): Generator<number, void> {
  for (const [from, to] of ranges) for (let order = from; order <= to; order++) yield order;
}

async function linesOf(ffmpeg: FfmpegProcess): Promise<string[]> {
  let text = '';
  for await (const chunk of ffmpeg.output.setEncoding('utf8')) text += chunk;
  return text.split('\n');
}

/** Reads the lines of the framecrc format: `#name 0: value`, then `stream, dts, pts, duration, size, checksum`. */
async function parseScan(
  ffmpeg: FfmpegProcess,
  { container, hasAudio, startSeconds }: InputDescription,
  { number, codec, pixelFormat, rotationDegrees }: InputVideoStream,
): Promise<FileScan | undefined> {
  const lines = await linesOf(ffmpeg);
  const dimensions = lines.find((line) => line.startsWith('#dimensions 0: '))?.split(': ')[1];
  const [width, height] = (dimensions ?? '').split('x').map(Number);
  const frames = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(','));
  if (!width || !height || frames.length === 0) return undefined;
  const seconds = (ticks: string | undefined) => Number(ticks) / ticksPerSecond;
  return createFileScan({
    ...{ container, codec, width, height, rotationDegrees, track: { number, pixelFormat } },
    ...{ hasAudio, startSeconds },
    timestampsSeconds: frames.map((frame) => seconds(frame[2]) + startSeconds),
    lastDurationSeconds: seconds(frames.at(-1)?.[3]),
  });
}
