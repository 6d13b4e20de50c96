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
}

/** Orders packets by presentation time. The columns are kept, not copied. */
export function createPacketIndex(columns: Omit<PacketColumns, 'sequenceNumbers'>): PacketIndex {
  const { timestampsSeconds, isKey, isPresented } = columns;
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
  return { timestampsSeconds, isKey, orders, packetOfFrame, frameOfPacket };
}
