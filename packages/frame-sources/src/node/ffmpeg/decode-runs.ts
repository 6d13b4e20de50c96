import { followSize } from '../../bitstream/stream-size.ts';
import type { PictureSize } from '../../bitstream/vp9-sizes.ts';
import type { CodedPacket, DecodedPicture, StreamConfig } from '../../frame-decoder.ts';
import { isBlank } from '../blank-picture.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { matroskaCluster, matroskaHead } from './matroska-writer.ts';
import { rawImages, rawOutputArguments, selectExpression } from './raw-output.ts';

/**
 * Decodes in one ffmpeg, which is given the packets as a Matroska stream and never seeks. It is started anew only for a
 * run whose first packet doesn't reset a decoder.
 */
export async function* decodeRuns(
  command: string,
  config: StreamConfig,
  packets: AsyncIterable<CodedPacket>,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const iterator = packets[Symbol.asyncIterator]();
  const source: Source = { iterator, held: undefined };
  const select = selectExpression('pts', wanted);
  try {
    do {
      yield* decodeOnce(command, config, source, select, wanted, signal);
      signal.throwIfAborted();
    } while (source.held);
  } finally {
    await iterator.return?.();
  }
}

interface Source {
  readonly iterator: AsyncIterator<CodedPacket>;
  /** The packet that the next process starts with. */
  held: CodedPacket | undefined;
}

async function* decodeOnce(
  command: string,
  config: StreamConfig,
  source: Source,
  select: string,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const first = source.held ?? (await nextPacket(source.iterator));
  source.held = undefined;
  if (!first) return;
  // Behind a recovery point ffmpeg 5 withholds pictures that are whole.
  const flags = first.isKey ? ['-flags', '+output_corrupt'] : [];
  // Pictures keep their size where it changes: ffmpeg would begin its filters anew and scale to the size of the first.
  const input = [
    '-v',
    'info',
    '-nostats',
    '-copyts',
    '-reinit_filter',
    '0',
    ...flags,
    '-f',
    'matroska',
    '-i',
    'pipe:0',
  ];
  const sizeOf = followSize(config);
  const sizes = new Map<number, PictureSize>();
  const ffmpeg = startFfmpeg(command, [...input, ...rawOutputArguments(select)], signal);
  const feeding = feed(first);
  // A failure to read packets is awaited below; until then it must not count as unhandled.
  feeding.catch(() => undefined);
  try {
    for await (const { timestamp, image } of rawImages(ffmpeg, config.color, takeSize)) {
      signal.throwIfAborted();
      if (wanted.has(timestamp) && !(isBlank(image) && hasConcealed(ffmpeg))) {
        yield { order: timestamp, image };
      }
    }
    signal.throwIfAborted();
    await feeding;
  } finally {
    await ffmpeg.stop();
  }

  function takeSize(timestamp: number): PictureSize | undefined {
    const size = sizes.get(timestamp);
    sizes.delete(timestamp);
    return size;
  }

  async function feed(head: CodedPacket): Promise<void> {
    await ffmpeg.write(matroskaHead(config));
    for (let packet: CodedPacket | undefined = head; packet; packet = await nextPacket(source.iterator)) {
      if (packet !== head && packet.startsRun === 'open') {
        source.held = packet;
        break;
      }
      const size = sizeOf(packet.data);
      if (wanted.has(packet.order)) sizes.set(packet.order, size);
      if (!(await ffmpeg.write(matroskaCluster(config, packet)))) break;
    }
    ffmpeg.endInput();
  }
}

async function nextPacket(iterator: AsyncIterator<CodedPacket>): Promise<CodedPacket | undefined> {
  const { value, done } = await iterator.next();
  return done ? undefined : value;
}

/** Whether ffmpeg has filled in what it could not decode, in any picture so far: a blank one then is made up. */
function hasConcealed(ffmpeg: FfmpegProcess): boolean {
  return /concealing \d+ DC|corrupt decoded frame/.test(ffmpeg.messages());
}
