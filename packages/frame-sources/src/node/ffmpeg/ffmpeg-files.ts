import { bestTrack } from '../../best-track.ts';
import type { DecodedPicture, FileDecoder, FileScan, FileTrack } from '../../frame-decoder.ts';
import { followFileDamage } from '../file-damage.ts';
import { createFileScan } from '../file-scan.ts';
import { createJudgedPictures } from '../judged-pictures.ts';
import { pixelFormats } from '../pixel-formats.ts';
import { followDecoded, tellsDamage } from './decoded-pictures.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { type InputDescription, type InputVideoStream, parseInput } from './input-streams.ts';
import { type FileStretch, oggLinks } from './ogg-links.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';
import { type RawImage, rawImages, rawOutputArguments } from './raw-output.ts';
import { type FrameRange, rangesOf, selectExpression } from './select-expression.ts';

/** A second in the time base of a pass: every usual rate, and every 90,000th of a second, is a whole number of these. */
const ticksPerSecond = 705_600_000;

/** Files through ffmpeg, each in one pass from the start. */
export function ffmpegFiles(command: string): FileDecoder {
  return {
    refusal: async () => (await probeFfmpeg(command)).refusal,
    async scan(path, signal) {
      // Older versions stop, or fail, where another Ogg stream begins.
      const links = await oggLinks(path, signal);
      if (links.length < 2) return scanInput(command, `file:${path}`, signal);
      const scans: { readonly link: FileStretch; readonly scan: FileScan }[] = [];
      for (const link of links) {
        const scan = await scanInput(command, stretchOf(path, link), signal);
        if (typeof scan === 'object') scans.push({ link, scan });
      }
      return scans.length === 0 ? undefined : joinScans(scans);
    },
    async *decodeFile(path, track, wanted, signal): AsyncGenerator<DecodedPicture, void> {
      if (!track.parts) return yield* decodeInput(command, `file:${path}`, track, wanted, signal);
      let first = 0;
      for (const part of track.parts) {
        const from = first;
        const own = wanted.filter((order) => order >= from && order < from + part.frameCount);
        first += part.frameCount;
        if (own.length === 0) continue;
        const orders = own.map((order) => order - from);
        const pictures = decodeInput(command, stretchOf(path, part), part.track, orders, signal);
        for await (const { order, ...picture } of pictures) yield { ...picture, order: order + from };
      }
    },
  };
}

/** How ffmpeg names a stretch of a file. */
function stretchOf(path: string, { start, end }: FileStretch): string {
  return `subfile,,start,${start},end,${end},,:${path}`;
}

/** One scan of several that lie one behind the other; the size and the colours are those of the first. */
function joinScans(scans: readonly { readonly link: FileStretch; readonly scan: FileScan }[]): FileScan {
  const [{ scan: first }] = scans as [(typeof scans)[number]];
  const times: number[] = [];
  let startSeconds = 0;
  for (const { scan } of scans) {
    const { frameTimestampsSeconds, durationSeconds } = scan;
    // The first may begin late; the others go on where the one before them ends.
    const begin = times.length === 0 ? 0 : startSeconds - frameTimestampsSeconds[0]!;
    for (const seconds of frameTimestampsSeconds) times.push(begin + seconds);
    startSeconds = begin + frameTimestampsSeconds[0]! + durationSeconds;
  }
  const durationSeconds = startSeconds - times[0]!;
  const parts = scans.map(({ link, scan }) => ({ ...link, frameCount: scan.frameCount, track: scan.track }));
  return {
    ...first,
    hasAudio: scans.some(({ scan }) => scan.hasAudio),
    frameCount: times.length,
    durationSeconds,
    frameRate: times.length / durationSeconds,
    frameTimestampsSeconds: Float64Array.from(times),
    track: { ...first.track, parts },
  };
}

/** @param input as ffmpeg takes it. */
async function scanInput(
  command: string,
  input: string,
  signal: AbortSignal,
): Promise<FileScan | 'no-video' | undefined> {
  const described = await describeInput(command, input, signal);
  if (!described) return undefined;
  const video = bestTrack(described.videos);
  if (!video) return described.hasStreams ? 'no-video' : undefined;
  const ffmpeg = startFfmpeg(
    command,
    [
      // Where clocks begin anew, ffmpeg makes one of them; it counts from the start.
      ...['-hide_banner', '-nostats', '-noautorotate', '-reinit_filter', '0', '-i', input],
      ...['-map', `0:${video.number}`, '-fps_mode', 'passthrough'],
      ...['-enc_time_base', `1:${ticksPerSecond}`, '-f', 'framecrc', 'pipe:1'],
    ],
    signal,
  );
  try {
    ffmpeg.endInput();
    let isDamaged = false;
    ffmpeg.watch((line) => {
      isDamaged ||= tellsDamage(line);
      return false;
    });
    const scan = await parseScan(ffmpeg, described, video);
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    if (failure) throw failure;
    return scan && { ...scan, track: { ...scan.track, isDamaged } };
  } finally {
    await ffmpeg.stop();
  }
}

async function* decodeInput(
  command: string,
  input: string,
  track: FileTrack,
  wanted: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const ranges = rangesOf(wanted);
  const isOther = pixelFormats.every((each) => each.name !== track.pixelFormat);
  const count = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const output = rawOutputArguments(track.number, selectExpression(ranges), isOther);
  const ffmpeg = startFfmpeg(
    command,
    [
      ...['-v', 'info', '-nostats', '-noautorotate'],
      // It is much to say of every picture, and takes time. With several threads, marks of repaired pictures may be lost before FFmpeg 7.
      ...(track.isDamaged ? ['-debug_ts', '-threads', '1'] : []),
      // Where the size changes, filters that begin anew would count pictures from 0 again.
      ...['-reinit_filter', '0', '-i', input, '-frames:v', `${count}`, ...output],
    ],
    signal,
  );
  ffmpeg.endInput();
  try {
    const isWanted = new Set(wanted);
    const orders = ordersOf(ranges);
    const damage = followFileDamage(isWanted);
    const endDecoded = followDecoded(ffmpeg, damage.came);
    const judged = createJudgedPictures<RawImage>(damage, ({ image }) => image);
    for await (const picture of rawImages(ffmpeg, {})) {
      signal.throwIfAborted();
      const { value: order, done } = orders.next();
      if (done) break;
      if (!isWanted.has(order)) continue;
      if (track.isDamaged) judged.add(order, picture);
      else if (picture.image) yield { order, image: picture.image };
      yield* judged.release();
    }
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    endDecoded();
    damage.ended();
    yield* judged.release();
    if (failure) throw failure;
  } finally {
    await ffmpeg.stop();
  }
}

/** The file as ffmpeg describes it when it is given no output; `undefined` where it can't open it. */
async function describeInput(
  command: string,
  place: string,
  signal: AbortSignal,
): Promise<InputDescription | undefined> {
  const ffmpeg = startFfmpeg(command, ['-hide_banner', '-i', place], signal);
  try {
    ffmpeg.endInput();
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    const input = parseInput(ffmpeg.messages());
    // Without an output it always ends with an error; what it says of the file counts. Of damaged files it says all kinds of
    // things, "Operation not permitted" among them: it failed itself where it can't read the bytes either.
    const hasCrashed = failure?.facts.ended.startsWith('signal') ?? false;
    if (!input && failure && (hasCrashed || !(await canRead(command, place, signal)))) throw failure;
    return input;
  } finally {
    await ffmpeg.stop();
  }
}

/** Whether ffmpeg can read a file, whatever is in it: as samples of grey, of which it takes one. */
async function canRead(command: string, place: string, signal: AbortSignal): Promise<boolean> {
  const anything = ['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', '1x1', '-i', place];
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
