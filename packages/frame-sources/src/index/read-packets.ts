import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import type { PacketList } from './list-packets.ts';
import { sectionOf } from './packet-index.ts';

/**
 * The packets of a track with their data, in decode order from a place on. Where the container breaks off, they end: what
 * can't be read is damage, not an error.
 */
export async function* readPackets(
  track: InputVideoTrack,
  list: PacketList,
  first: number,
): AsyncGenerator<EncodedPacket, void> {
  const sink = new EncodedPacketSink(track);
  try {
    const start = first === 0 ? await sink.getFirstPacket() : await packetAt(sink, list, first);
    if (start) yield* sink.packets(start);
  } catch {
    return;
  }
}

async function packetAt(
  sink: EncodedPacketSink,
  list: PacketList,
  at: number,
): Promise<EncodedPacket | undefined> {
  const number = list.sequenceNumbers[at]!;
  const shift = list.shiftsSeconds[sectionOf(list.index, at)]!;
  const found = await sink.getPacket(list.index.timestampsSeconds[at]! + shift + 1e-7);
  if (found?.sequenceNumber === number) return found;
  // Packets that share a time are told apart by walking to the right one.
  for (let packet = await sink.getFirstPacket(); packet; packet = await sink.getNextPacket(packet)) {
    if (packet.sequenceNumber === number) return packet;
  }
  return undefined;
}
