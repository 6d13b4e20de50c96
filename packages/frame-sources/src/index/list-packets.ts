import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import { followFields, mayHaveFields } from '../bitstream/h264-fields.ts';
import { isHiddenVp8 } from '../bitstream/packet-inspector.ts';
import type { StreamConfig } from '../frame-decoder.ts';
import type { VisibleRange } from './edit-list.ts';
import { PacketCollector, type PacketColumns } from './packet-columns.ts';
import { createPacketIndex, type PacketIndex } from './packet-index.ts';

/** The packets of a track, and how to recognise each when it is read again. */
export interface PacketList {
  readonly index: PacketIndex;
  /** The container's own numbers of the packets, in decode order. */
  readonly sequenceNumbers: Float64Array;
  /** How much later the container counts than the index, in seconds, in each section of the index. */
  readonly shiftsSeconds: readonly number[];
  /** Where the container's clock begins, in seconds; the index counts from there. */
  readonly clockStartSeconds: number;
  /** End of the last picture, in seconds. */
  readonly endSeconds: number;
  /** Whether the container could not be read to its end. */
  readonly isCutShort: boolean;
}

/** Packets from the first on that share a decoder configuration. */
export interface ConfiguredPackets {
  /** The container's own number of the first packet. */
  readonly firstNumber: number;
  readonly config: StreamConfig;
}

/** How a container counts time. */
export type ContainerClock =
  /** From 0; of what there is, this is visible, or all. */
  | { readonly startsAtZero: true; readonly range?: Exclude<VisibleRange, 'complex'> | undefined }
  /** From anywhere; the other tracks begin then at the earliest, `Infinity` without any. */
  | { readonly startsAtZero: false; readonly otherTracksSeconds: number };

/**
 * Lists all packets of a track. Their data is read for VP8, whose hidden pictures show in it, and for H.264 whose pictures may be coded
 * in fields.
 *
 * @param sections ascending; the first begins with the first packet.
 */
export async function listPackets(
  track: InputVideoTrack,
  clock: ContainerClock,
  sections: readonly ConfiguredPackets[],
  signal: AbortSignal | undefined,
): Promise<PacketList> {
  const range = clock.startsAtZero ? clock.range : undefined;
  const needsData = sections.some(({ config }) => config.codec === 'vp8' || mayHaveFields(config));
  // Times are quotients of whole numbers: half a tick decides equality.
  const halfTick = 0.5 / (await track.getTimeResolution());
  const packets = new PacketCollector();
  const sectionStarts: number[] = [];
  let inspect = inspectorOf(sections[0]!.config);
  let count = 0;
  let endSeconds = Number.NEGATIVE_INFINITY;
  let isCutShort = false;
  const onDamage = () => {
    isCutShort = true;
  };
  for await (const packet of readToDamage(track, needsData, onDamage)) {
    signal?.throwIfAborted();
    const { sequenceNumber, type, timestamp: seconds } = packet;
    const next = sections[sectionStarts.length];
    if (next && (count === 0 || sequenceNumber >= next.firstNumber)) {
      sectionStarts.push(count);
      inspect = inspectorOf(next.config);
    }
    const { isHidden, isSecondField } = inspect(packet.data);
    const isVisible =
      range === undefined ||
      (seconds > range.startSeconds - halfTick && seconds < range.endSeconds - halfTick);
    packets.add({
      timestampSeconds: seconds,
      isKey: type === 'key' && !isSecondField,
      isPresented: isVisible && !isHidden && !isSecondField,
      isSecondField,
      sequenceNumber,
    });
    count++;
    if (isVisible && !isHidden) {
      endSeconds = Math.max(
        endSeconds,
        Math.min(seconds + packet.duration, range?.endSeconds ?? Number.POSITIVE_INFINITY),
      );
    }
  }
  const columns = packets.columns();
  const first = firstPresented(columns);
  const clockStartSeconds = clock.startsAtZero ? 0 : Math.min(first, clock.otherTracksSeconds);
  // When an edit begins inside a picture, FFmpeg lets the next one start at the edit's begin, and so do we.
  const shiftSeconds = range ? Math.max(0, first - range.startSeconds) : clockStartSeconds;
  const timestampsSeconds = shifted(columns.timestampsSeconds, shiftSeconds);
  return {
    index: createPacketIndex({ ...columns, timestampsSeconds }, sectionStarts),
    sequenceNumbers: columns.sequenceNumbers,
    shiftsSeconds: sectionStarts.map(() => shiftSeconds),
    clockStartSeconds,
    endSeconds: endSeconds - shiftSeconds,
    isCutShort,
  };
}

/** What the data of a packet shows, where it matters; packets come in decode order. */
type Inspect = (data: Uint8Array) => { readonly isHidden: boolean; readonly isSecondField: boolean };

function inspectorOf(config: StreamConfig): Inspect {
  if (config.codec === 'vp8') return (data) => ({ isHidden: isHiddenVp8(data), isSecondField: false });
  if (!mayHaveFields(config)) return () => ({ isHidden: false, isSecondField: false });
  const fields = followFields(config);
  return (data) => ({ isHidden: false, isSecondField: fields.isSecondField(data) });
}

/** Times less a shift, to the nanosecond: 101.4 - 100 is 1.4. */
function shifted(timestampsSeconds: Float64Array, shiftSeconds: number): Float64Array {
  if (shiftSeconds === 0) return timestampsSeconds;
  return timestampsSeconds.map((seconds) => Math.round((seconds - shiftSeconds) * 1e9) / 1e9);
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
  onDamage: () => void,
): AsyncGenerator<EncodedPacket, void> {
  const sink = new EncodedPacketSink(track);
  try {
    yield* sink.packets(undefined, undefined, { metadataOnly: !needsData });
  } catch {
    onDamage();
  }
}
