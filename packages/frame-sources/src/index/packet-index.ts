import type { PacketColumns } from './packet-columns.ts';

/** All packets of a video track, in decode order, without their data. */
export interface PacketIndex {
  /** Start of each packet's picture, in seconds. */
  readonly timestampsSeconds: Float64Array;
  /** 1 where the container marks a key packet. Cleared when the bitstream says otherwise. */
  readonly isKey: Uint8Array;
  /** Place of each packet in presentation order, hidden packets included. */
  readonly orders: Int32Array;
  /** For each presented frame, in presentation order, its packet's place in decode order. */
  readonly packetOfFrame: Int32Array;
  /** For each packet its frame, -1 where it is hidden. */
  readonly frameOfPacket: Int32Array;
  /** 1 where a packet is the second field of the picture that the packet before it begins. */
  readonly isSecondField: Uint8Array;
  /** Where packets begin that need another decoder configuration than those before them, in decode order; the first is 0. */
  readonly sectionStarts: readonly number[];
}

/** Orders packets by presentation time. The columns are kept, not copied. */
export function createPacketIndex(
  columns: Omit<PacketColumns, 'sequenceNumbers'>,
  sectionStarts: readonly number[] = [0],
): PacketIndex {
  const { timestampsSeconds, isKey, isPresented, isSecondField } = columns;
  const count = timestampsSeconds.length;
  const byTime = new Int32Array(count).map((_, packet) => packet);
  byTime.sort((a, b) => timestampsSeconds[a]! - timestampsSeconds[b]! || a - b);
  const orders = new Int32Array(count);
  byTime.forEach((packet, order) => {
    orders[packet] = order;
  });
  const packetOfFrame = byTime.filter((packet) => isPresented[packet] === 1);
  const frameOfPacket = new Int32Array(count).fill(-1);
  packetOfFrame.forEach((packet, frame) => {
    frameOfPacket[packet] = frame;
  });
  return { timestampsSeconds, isKey, orders, packetOfFrame, frameOfPacket, isSecondField, sectionStarts };
}

/** The section that a packet lies in, by its place in `sectionStarts`. */
export function sectionOf({ sectionStarts }: PacketIndex, packet: number): number {
  return sectionStarts.findLastIndex((start) => start <= packet);
}
