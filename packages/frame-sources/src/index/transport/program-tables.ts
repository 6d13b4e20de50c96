import { packetBytes, payloadStart, startsUnit, syncByte } from './transport-packet.ts';

/** Video codecs by their stream types. Source: ISO/IEC 13818-1, table 2-34, and SMPTE RP 227 for VC-1. */
const codecs: Readonly<Record<number, string>> = {
  1: 'mpeg1video',
  2: 'mpeg2video',
  16: 'mpeg4',
  27: 'h264',
  33: 'jpeg2000',
  36: 'hevc',
  51: 'vvc',
  234: 'vc1',
};

/** H.264 whose slices are encrypted, as segments of HLS have it (`SAMPLE-AES`). */
const encryptedSamples = 0xdb;

/** A video of a transport stream as the program map names it. */
export interface TransportVideo {
  readonly codec: string;
  /** What the map calls the kind of stream. */
  readonly type: number;
  /** The stream that its packets belong to (PID). */
  readonly stream: number;
  readonly isEncrypted: boolean;
}

/** The section of a table that begins in a packet, as far as the packet holds it; `undefined` where none does. */
export function sectionOf(packet: Uint8Array): Uint8Array | undefined {
  const payload = payloadStart(packet);
  if (packet[0] !== syncByte || !startsUnit(packet) || payload >= packetBytes) return undefined;
  const section = packet.subarray(payload + 1 + packet[payload]!);
  return section.length > 12 ? section : undefined;
}

/** The videos that a program map lists. */
export function videosOf(section: Uint8Array): TransportVideo[] {
  const videos: TransportVideo[] = [];
  const end = Math.min(section.length, 3 + (((section[1]! & 15) << 8) | section[2]!) - 4);
  for (let at = 12 + (((section[10]! & 15) << 8) | section[11]!); at + 5 <= end; ) {
    const type = section[at]!;
    const isEncrypted = type === encryptedSamples;
    const codec = isEncrypted ? 'h264' : codecs[type];
    if (codec) {
      videos.push({ codec, type, stream: ((section[at + 1]! & 31) << 8) | section[at + 2]!, isEncrypted });
    }
    at += 5 + (((section[at + 3]! & 15) << 8) | section[at + 4]!);
  }
  return videos;
}
