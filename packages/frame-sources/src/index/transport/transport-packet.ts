/** Bytes of a packet of an MPEG transport stream, sync byte included. Source: ISO/IEC 13818-1, 2.4.3.2. */
export const packetBytes = 188;

/** The first byte of every packet. */
export const syncByte = 0x47;

/** How packets lie in a file. */
export interface PacketGrid {
  /** Where the first packet begins. */
  readonly first: number;
  /** From one packet to the next. */
  readonly step: number;
}

/** How packets lie in a file that begins so: one behind the other, on Blu-ray discs and in AVCHD with four bytes before each. */
export function packetGrid(head: Uint8Array): PacketGrid {
  return head[0] === syncByte ? { first: 0, step: packetBytes } : { first: 4, step: packetBytes + 4 };
}

/** The stream that a packet belongs to (PID). */
export function streamOf(packet: Uint8Array): number {
  return ((packet[1]! & 31) << 8) | packet[2]!;
}

/** Gives a packet to another stream. */
export function renameStream(packet: Uint8Array, stream: number): void {
  packet[1] = (packet[1]! & 0xe0) | (stream >> 8);
  packet[2] = stream & 255;
}

/** Where the payload of a packet begins; 188 where there is none. */
export function payloadStart(packet: Uint8Array): number {
  const hasPayload = (packet[3]! & 0x10) !== 0;
  const hasAdaptation = (packet[3]! & 0x20) !== 0;
  if (!hasPayload) return packetBytes;
  return hasAdaptation ? Math.min(packetBytes, 5 + packet[4]!) : 4;
}

/** Whether a unit of the stream, a PES packet or a section, begins in this packet. */
export function startsUnit(packet: Uint8Array): boolean {
  return (packet[1]! & 0x40) !== 0;
}

/** Whether the payload is encrypted (`transport_scrambling_control`). */
export function isScrambled(packet: Uint8Array): boolean {
  return packet[3]! >> 6 !== 0;
}

/** Whether decoding may begin with this packet (`random_access_indicator`), as far as the file marks it. */
export function isRandomAccess(packet: Uint8Array): boolean {
  return (packet[3]! & 0x20) !== 0 && packet[4]! > 0 && (packet[5]! & 0x40) !== 0;
}
