import { startsVideoCode } from './pes-times.ts';
import { packetBytes, payloadStart, startsUnit } from './transport-packet.ts';

/** Follows the packets of one video stream, and leaves out the zeros behind its units. */
export interface UnitEnds {
  /** Whether the packet before ends with zeros that the next one may show to lie between two units. */
  readonly isOpen: boolean;
  /** Takes the next packet; the one before may be changed, and stays as large. */
  add(packet: Uint8Array): void;
}

/**
 * Leaves out zeros between the end of a PES packet and a start code at the start of the next one. They belong to neither, and mediabunny
 * counts the last of them to the start code, so that the picture would begin in the PES packet before and get its time. FFmpeg writes HEVC
 * so when it copies it from one transport stream to another.
 */
export function createUnitEnds(): UnitEnds {
  let before: Uint8Array | undefined;
  return {
    get isOpen() {
      return before?.[packetBytes - 1] === 0;
    },
    add(packet) {
      if (payloadStart(packet) === packetBytes) return;
      if (before && startsUnit(packet) && startsVideoCode(packet)) dropZeros(before);
      before = packet;
    },
  };
}

/** Moves the payload over the zeros behind it; stuffing of the adaptation field takes its place. Source: ISO/IEC 13818-1, 2.4.3.4. */
function dropZeros(packet: Uint8Array): void {
  const start = payloadStart(packet);
  let end = packetBytes;
  while (end > start && packet[end - 1] === 0) end--;
  const zeros = packetBytes - end;
  if (zeros === 0 || end === start) return;
  packet.copyWithin(start + zeros, start, end);
  packet.fill(0xff, start, start + zeros);
  packet[3]! |= 0x20;
  packet[4] = start + zeros - 5;
  // An adaptation field that is not empty begins with flags.
  if (start <= 5 && packet[4] > 0) packet[5] = 0;
}
