import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import type { DecodedPicture, FileDecoder } from '../../frame-decoder.ts';
import { containerName } from '../container-name.ts';
import { createFileScan } from '../file-scan.ts';
import { loadNodeAv, type NodeAv, nodeAvRefusal } from './load-node-av.ts';
import { pictureOf } from './picture.ts';

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
        timestampsSeconds,
        lastDurationSeconds,
      });
    },
    async *decodeFile(path, wanted, signal): AsyncGenerator<DecodedPicture, void> {
      const av = await loadNodeAv();
      const file = await openFile(av, path);
      if (typeof file !== 'object') return;
      const asked = new Set(wanted);
      const last = wanted.at(-1)!;
      let order = 0;
      for await (const frame of decodedFrames(av, file, signal)) {
        if (asked.has(order)) yield { order, image: pictureOf(av, frame, {}) };
        if (order++ === last) return;
      }
    },
  };
}

interface OpenFile {
  /** Where the container's clock begins, with whichever stream begins first; NaN where it is not known. */
  readonly startSeconds: number;
  readonly format: FormatContext;
  readonly stream: Stream;
  readonly container: string;
  readonly codec: string;
  readonly hasAudio: boolean;
}

async function openFile(av: NodeAv, path: string): Promise<OpenFile | 'no-video' | undefined> {
  const { lib, constants } = av;
  const format = new lib.FormatContext();
  format.allocContext();
  let isKept = false;
  try {
    if ((await format.openInput(`file:${path}`, null, null)) < 0) return undefined;
    if ((await format.findStreamInfo(null)) < 0) return undefined;
    const stream = format.streams.find(
      (each) =>
        each.codecpar.codecType === constants.AVMEDIA_TYPE_VIDEO &&
        !each.hasDisposition(constants.AV_DISPOSITION_ATTACHED_PIC),
    );
    if (!stream) return format.streams.length > 0 ? 'no-video' : undefined;
    isKept = true;
    const { startTime } = format;
    return {
      startSeconds: startTime === constants.AV_NOPTS_VALUE ? Number.NaN : Number(startTime) / 1e6,
      format,
      stream,
      container: containerName(format.iformat?.name ?? ''),
      codec: lib.avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
      hasAudio: format.streams.some(({ codecpar }) => codecpar.codecType === constants.AVMEDIA_TYPE_AUDIO),
    };
  } finally {
    if (!isKept) await format.closeInput();
  }
}

/** All pictures of the stream in the order they come; the frame is reused. Closes the file. */
async function* decodedFrames(av: NodeAv, file: OpenFile, signal: AbortSignal): AsyncGenerator<Frame, void> {
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
      if (isOurs) await context.sendPacket(packet);
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
      if (status < 0) continue;
      yield into;
      into.unref();
      failures = 0;
    }
  }
}
