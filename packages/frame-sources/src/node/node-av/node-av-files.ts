import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import { bestTrack, type TrackFacts } from '../../best-track.ts';
import type { DecodedPicture, FileDecoder, FileScan } from '../../frame-decoder.ts';
import { containerName } from '../container-name.ts';
import { followFileDamage } from '../file-damage.ts';
import { createFileScan } from '../file-scan.ts';
import { createJudgedPictures } from '../judged-pictures.ts';
import { quarterTurn } from '../quarter-turn.ts';
import { loadNodeAv, type NodeAv } from './load-node-av.ts';
import { nodeAvRefusal } from './node-av-refusal.ts';
import { formatName, pictureOf } from './picture.ts';

/** Files through the FFmpeg inside the process, each in one pass from the start. */
export function nodeAvFiles(): FileDecoder {
  return {
    refusal: nodeAvRefusal,
    async scan(path, signal) {
      const av = await loadNodeAv();
      const file = await openFile(av, path);
      if (typeof file !== 'object') return file;
      const { num, den } = file.stream.timeBase;
      const seconds = (ticks: bigint) =>
        ticks === av.constants.AV_NOPTS_VALUE ? Number.NaN : (Number(ticks) * num) / den;
      const timestampsSeconds: number[] = [];
      let lastDurationSeconds = 0;
      let width = 0;
      let height = 0;
      for await (const frame of decodedFrames(av, file, signal)) {
        timestampsSeconds.push(seconds(frame.bestEffortTimestamp));
        lastDurationSeconds = seconds(frame.duration);
        if (timestampsSeconds.length === 1) ({ width, height } = frame);
      }
      if (timestampsSeconds.length === 0) return undefined;
      return createFileScan({
        startSeconds: file.startSeconds,
        container: file.container,
        codec: file.codec,
        width,
        height,
        hasAudio: file.hasAudio,
        rotationDegrees: file.rotationDegrees,
        track: file.track,
        timestampsSeconds,
        lastDurationSeconds,
      });
    },
    async *decodeFile(path, track, wanted, signal): AsyncGenerator<DecodedPicture, void> {
      const av = await loadNodeAv();
      const file = await openFile(av, path, track.number);
      if (typeof file !== 'object') return;
      const asked = new Set(wanted);
      const last = wanted.at(-1)!;
      const damage = followFileDamage(asked);
      const judged = createJudgedPictures<Frame>(
        damage,
        (kept) => pictureOf(av, kept, {}),
        (kept) => kept.free(),
      );
      const { constants } = av;
      let order = 0;
      let followsError = false;
      const onError = () => {
        followsError = true;
      };
      try {
        for await (const frame of decodedFrames(av, file, signal, onError)) {
          damage.came({
            isKey: frame.hasFlags(constants.AV_FRAME_FLAG_KEY),
            isBetween: frame.pictType === constants.AV_PICTURE_TYPE_B,
            isMarked: frame.hasFlags(constants.AV_FRAME_FLAG_CORRUPT) || frame.decodeErrorFlags !== 0,
            followsError,
          });
          followsError = false;
          if (asked.has(order)) judged.add(order, frame.clone()!);
          order++;
          yield* judged.release();
          // One that is coded between others waits for the next.
          if (order > last && judged.waiting === 0) return;
        }
        damage.ended();
        yield* judged.release();
      } finally {
        judged.free();
      }
    },
  };
}

interface OpenFile {
  /** Where the container's clock begins, with whichever stream begins first; NaN where it is not known. */
  readonly startSeconds: number;
  readonly format: FormatContext;
  readonly stream: Stream;
  /** The stream's number; the stream itself can't be asked once the file is closed. */
  readonly track: FileScan['track'];
  readonly container: string;
  readonly codec: string;
  readonly hasAudio: boolean;
  readonly rotationDegrees: FileScan['rotationDegrees'];
}

/** @param track the number of the stream; the best one if absent. */
async function openFile(
  av: NodeAv,
  path: string,
  track?: number,
): Promise<OpenFile | 'no-video' | undefined> {
  const { lib, constants } = av;
  const format = new lib.FormatContext();
  format.allocContext();
  let isKept = false;
  try {
    if ((await format.openInput(`file:${path}`, null, null)) < 0) return undefined;
    if ((await format.findStreamInfo(null)) < 0) return undefined;
    const videos = format.streams.filter(
      (each) =>
        each.codecpar.codecType === constants.AVMEDIA_TYPE_VIDEO &&
        !each.hasDisposition(constants.AV_DISPOSITION_ATTACHED_PIC) &&
        !each.hasDisposition(constants.AV_DISPOSITION_STILL_IMAGE),
    );
    const stream =
      track === undefined
        ? bestTrack(videos.map((each) => ({ ...factsOf(av, each), stream: each })))?.stream
        : videos.find((each) => each.index === track);
    if (!stream) return format.streams.length > 0 ? 'no-video' : undefined;
    isKept = true;
    const { startTime } = format;
    return {
      startSeconds: startTime === constants.AV_NOPTS_VALUE ? Number.NaN : Number(startTime) / 1e6,
      format,
      stream,
      track: { number: stream.index, pixelFormat: formatName(av, stream.codecpar.format) },
      container: containerName(format.iformat?.name ?? ''),
      codec: lib.avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
      hasAudio: format.streams.some(({ codecpar }) => codecpar.codecType === constants.AVMEDIA_TYPE_AUDIO),
      rotationDegrees: rotationOf(av, stream),
    };
  } finally {
    if (!isKept) await format.closeInput();
  }
}

function factsOf({ constants }: NodeAv, stream: Stream): TrackFacts {
  const { width, height } = stream.codecpar;
  const isDefault = stream.hasDisposition(constants.AV_DISPOSITION_DEFAULT);
  return { width, height, isDefault, isStill: stream.timeBase.num === stream.timeBase.den };
}

/** The quarter turn of the stream's display matrix: nine numbers, of which the first two of a row tell the angle. */
function rotationOf({ constants }: NodeAv, stream: Stream): FileScan['rotationDegrees'] {
  const matrix = stream.codecpar.getCodedSideData(constants.AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const numbers = new Int32Array(Uint8Array.from(matrix.subarray(0, 36)).buffer);
  const [a = 1, b = 0, , c = 0, d = 1] = numbers;
  const [acrossScale, downScale] = [Math.hypot(a, c), Math.hypot(b, d)];
  if (acrossScale === 0 || downScale === 0) return 0;
  return quarterTurn((Math.atan2(b / downScale, a / acrossScale) * 180) / Math.PI);
}

/** All pictures of the stream in the order they come; the frame is reused. Closes the file. */
async function* decodedFrames(
  av: NodeAv,
  file: OpenFile,
  signal: AbortSignal,
  onError: () => void = () => undefined,
): AsyncGenerator<Frame, void> {
  const { lib, constants } = av;
  const { format, stream } = file;
  const context = new lib.CodecContext();
  const packet = new lib.Packet();
  const frame = new lib.Frame();
  packet.alloc();
  frame.alloc();
  try {
    const codec = lib.Codec.findDecoder(stream.codecpar.codecId);
    if (!codec) return;
    context.allocContext3(codec);
    context.parametersToContext(stream.codecpar);
    context.pktTimebase = stream.timeBase;
    if ((await context.open2(codec, null)) < 0) return;
    while ((await format.readFrame(packet)) >= 0) {
      signal.throwIfAborted();
      const isOurs = packet.streamIndex === stream.index;
      if (isOurs && (await context.sendPacket(packet)) < 0) onError();
      packet.unref();
      if (isOurs) yield* received(context, frame);
    }
    signal.throwIfAborted();
    await context.sendPacket(null);
    yield* received(context, frame);
  } finally {
    frame.free();
    packet.free();
    context.freeContext();
    await format.closeInput();
  }

  async function* received(from: CodecContext, into: Frame): AsyncGenerator<Frame, void> {
    for (let failures = 0; failures < 100; failures++) {
      const status = await from.receiveFrame(into);
      if (status === constants.AVERROR_EOF || status === constants.AVERROR_EAGAIN) return;
      // Other failures belong to one damaged picture; the next call goes on behind it.
      if (status < 0) {
        onError();
        continue;
      }
      yield into;
      into.unref();
      failures = 0;
    }
  }
}
