import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import type { MediaBytes } from '../media-bytes.ts';
import { readVisibleRange } from './edit-list.ts';
import { PacketCollector, type PacketColumns } from './packet-columns.ts';
import { createPacketIndex, type PacketIndex } from './packet-index.ts';

/** The packets of a track, and how to recognise each when it is read again. */
export interface PacketList {
  readonly index: PacketIndex;
  /** The container's own numbers of the packets, in decode order. */
  readonly sequenceNumbers: Float64Array;
  /** How much later the container counts than the index, in seconds. */
  readonly shiftSeconds: number;
  /** End of the last picture, in seconds. */
  readonly endSeconds: number;
}

/**
 * Lists all packets of a track without reading their data, except for VP8, whose hidden pictures show in it.
 *
 * @returns `undefined` when the edit list needs a reader that follows it in full.
 */
export async function listPackets(
  track: InputVideoTrack,
  bytes: MediaBytes,
  isIsobmff: boolean,
  signal: AbortSignal | undefined,
): Promise<PacketList | undefined> {
  const range = isIsobmff ? await readVisibleRange(bytes, track.id) : undefined;
  if (range === 'complex') return undefined;
  const needsData = (await track.getCodec()) === 'vp8';
  // Times are quotients of whole numbers: half a tick decides equality.
  const halfTick = 0.5 / (await track.getTimeResolution());
  const packets = new PacketCollector();
  let endSeconds = Number.NEGATIVE_INFINITY;
  for await (const packet of readToDamage(track, needsData)) {
    signal?.throwIfAborted();
    const seconds = packet.timestamp;
    const isPresented =
      (range === undefined ||
        (seconds > range.startSeconds - halfTick && seconds < range.endSeconds - halfTick)) &&
      !(needsData && isHiddenVp8(packet.data));
    const { sequenceNumber, type } = packet;
    packets.add({ timestampSeconds: seconds, isKey: type === 'key', isPresented, sequenceNumber });
    if (isPresented) {
      endSeconds = Math.max(
        endSeconds,
        Math.min(seconds + packet.duration, range?.endSeconds ?? Number.POSITIVE_INFINITY),
      );
    }
  }
  const columns = packets.columns();
  const shiftSeconds = range ? Math.max(0, firstPresented(columns) - range.startSeconds) : 0;
  // When an edit begins inside a picture, FFmpeg lets the next one start at the edit's begin, and so do we.
  const timestampsSeconds = columns.timestampsSeconds.map((seconds) => seconds - shiftSeconds);
  return {
    index: createPacketIndex({ ...columns, timestampsSeconds }),
    sequenceNumbers: columns.sequenceNumbers,
    shiftSeconds,
    endSeconds: endSeconds - shiftSeconds,
  };
}

function firstPresented({ timestampsSeconds, isPresented }: PacketColumns): number {
  return timestampsSeconds.reduce(
    (least, seconds, packet) => (isPresented[packet] === 1 ? Math.min(least, seconds) : least),
    Number.POSITIVE_INFINITY,
  );
}

/** A container that breaks off has the packets before the break. */
async function* readToDamage(
  track: InputVideoTrack,
  needsData: boolean,
): AsyncGenerator<EncodedPacket, void> {
  const sink = new EncodedPacketSink(track);
  try {
    yield* sink.packets(undefined, undefined, { metadataOnly: !needsData });
  } catch {
    return;
  }
}

/** RFC 6386, 9.1: bit 4 of the first byte is `show_frame`. An empty packet repeats the last picture. */
function isHiddenVp8(data: Uint8Array): boolean {
  return data.length > 0 && (data[0]! & 16) === 0;
}
