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

/** One packet as the container lists it. */
export interface ListedPacket {
  readonly timestampSeconds: number;
  readonly isKey: boolean;
  /** Whether its picture is shown; edit lists and alternate reference pictures hide some. */
  readonly isPresented: boolean;
}

/** Orders packets, given in decode order, by presentation time. */
export function createPacketIndex(packets: readonly ListedPacket[]): PacketIndex {
  const timestampsSeconds = Float64Array.from(packets, (packet) => packet.timestampSeconds);
  const byTime = Int32Array.from(packets.keys()).sort(
    (a, b) => timestampsSeconds[a]! - timestampsSeconds[b]! || a - b,
  );
  const orders = new Int32Array(packets.length);
  byTime.forEach((packet, order) => {
    orders[packet] = order;
  });
  const packetOfFrame = byTime.filter((packet) => packets[packet]!.isPresented);
  const frameOfPacket = new Int32Array(packets.length).fill(-1);
  packetOfFrame.forEach((packet, frame) => {
    frameOfPacket[packet] = frame;
  });
  return {
    timestampsSeconds,
    isKey: Uint8Array.from(packets, (packet) => (packet.isKey ? 1 : 0)),
    orders,
    packetOfFrame,
    frameOfPacket,
  };
}
