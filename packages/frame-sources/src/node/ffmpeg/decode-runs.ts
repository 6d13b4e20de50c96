import { followColors } from '../../bitstream/stream-colors.ts';
import { followDamage } from '../../damage-follower.ts';
import type { CodedPacket, ColorTags, DecodedPicture, StreamConfig } from '../../frame-decoder.ts';
import { createJudgedPictures } from '../judged-pictures.ts';
import { followDecoded } from './decoded-pictures.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { matroskaCluster, matroskaHead } from './matroska-writer.ts';
import { type RawImage, rawImages, rawOutputArguments } from './raw-output.ts';

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
  try {
    do {
      yield* decodeOnce(command, config, source, wanted, signal);
      signal.throwIfAborted();
    } while (source.held);
  } finally {
    await iterator.return?.();
  }
}

/** Pictures that decoders hold back at most, to give them in presentation order. */
const mostReordered = 32;

interface Source {
  readonly iterator: AsyncIterator<CodedPacket>;
  /** The packet that the next process starts with. */
  held: CodedPacket | undefined;
}

async function* decodeOnce(
  command: string,
  config: StreamConfig,
  source: Source,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const first = source.held ?? (await nextPacket(source.iterator));
  source.held = undefined;
  if (!first) return;
  // Behind a recovery point ffmpeg 5 withholds pictures that are whole.
  const flags = first.isKey ? ['-flags', '+output_corrupt'] : [];
  const colors = followColors(config);
  const isRgb = colors.follow(first.data).isRgb ?? false;
  const tagsOfOrder = new Map<number, ColorTags>();
  const tagsOf = (order: number): ColorTags | undefined => {
    const tags = tagsOfOrder.get(order);
    tagsOfOrder.delete(order);
    return tags;
  };
  // Timestamps are ours: those of wanted pictures are odd. So the choice is as short for a hundred thousand of them as for one.
  const timestampOf = (order: number) => 2 * order + (wanted.has(order) ? 1 : 0);
  // Pictures keep their size where it changes: ffmpeg would begin its filters anew and scale to the size of the first.
  const sizing = ['-reinit_filter', '0'];
  const input = [
    '-v',
    'info',
    '-nostats',
    '-debug_ts',
    '-copyts',
    ...sizing,
    ...flags,
    '-f',
    'matroska',
    '-i',
    'pipe:0',
  ];
  const ffmpeg = startFfmpeg(command, [...input, ...rawOutputArguments(0, 'mod(pts,2)', isRgb)], signal);
  const damage = followDamage(config, wanted);
  const endDecoded = followDecoded(ffmpeg, ({ timestamp, isMarked }) =>
    damage.came(timestamp >> 1, isMarked),
  );
  const judged = createJudgedPictures<RawImage>(damage, ({ image }) => image);
  const feeding = feed(first);
  // A failure to read packets is awaited below; until then it must not count as unhandled.
  feeding.catch(() => undefined);
  try {
    for await (const picture of rawImages(ffmpeg, config.color, (timestamp) => tagsOf((timestamp - 1) / 2))) {
      signal.throwIfAborted();
      const order = (picture.timestamp - 1) / 2;
      if (!wanted.has(order)) continue;
      judged.add(order, picture);
      yield* judged.release();
      if (judged.waiting <= mostReordered) continue;
      // What it says comes another way than the pictures, and may come later.
      await ffmpeg.until(() => judged.isDue() || undefined);
      yield* judged.release();
    }
    signal.throwIfAborted();
    await feeding;
    const failure = await ffmpeg.failure();
    signal.throwIfAborted();
    endDecoded();
    damage.flushed();
    yield* judged.release();
    if (failure) throw failure;
  } finally {
    await ffmpeg.stop();
  }

  async function feed(head: CodedPacket): Promise<void> {
    await ffmpeg.write(matroskaHead(config));
    for (let packet: CodedPacket | undefined = head; packet; packet = await nextPacket(source.iterator)) {
      if (packet !== head && packet.startsRun === 'open') {
        source.held = packet;
        break;
      }
      const { matrix, fullRange } = colors.follow(packet.data);
      if (colors.reads && wanted.has(packet.order)) tagsOfOrder.set(packet.order, { matrix, fullRange });
      damage.sent(packet);
      if (!(await ffmpeg.write(matroskaCluster(config, packet, timestampOf(packet.order))))) break;
    }
    ffmpeg.endInput();
  }
}

async function nextPacket(iterator: AsyncIterator<CodedPacket>): Promise<CodedPacket | undefined> {
  const { value, done } = await iterator.next();
  return done ? undefined : value;
}
