import type { MediaBytes } from '../../media-bytes.ts';
import { packetBytes, packetGrid, payloadStart, startsUnit, streamOf, syncByte } from './transport-packet.ts';

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

const mostBytes = 2 ** 20;

/**
 * Names the first video codec of an MPEG transport stream by its program map, for messages; `undefined` without one. Looks at
 * the first megabyte.
 */
export async function transportCodec(bytes: MediaBytes): Promise<string | undefined> {
  const data = await bytes.read(0, Math.min(bytes.size, mostBytes));
  const { first, step } = packetGrid(data);
  let mapId: number | undefined;
  for (let at = first; at + packetBytes <= data.length; at += step) {
    const packet = data.subarray(at, at + packetBytes);
    const id = streamOf(packet);
    const section = sectionOf(packet);
    if (!section) continue;
    if (id === 0 && section[0] === 0) mapId = ((section[10]! & 31) << 8) | section[11]!;
    if (id === mapId && section[0] === 2) return videoCodec(section);
  }
  return undefined;
}

/** The section that begins in a packet; `undefined` where none does. */
function sectionOf(packet: Uint8Array): Uint8Array | undefined {
  const payload = payloadStart(packet);
  if (packet[0] !== syncByte || !startsUnit(packet) || payload >= packetBytes) return undefined;
  const section = packet.subarray(payload + 1 + packet[payload]!);
  return section.length > 12 ? section : undefined;
}

function videoCodec(section: Uint8Array): string | undefined {
  const end = Math.min(section.length, 3 + (((section[1]! & 15) << 8) | section[2]!) - 4);
  for (let at = 12 + (((section[10]! & 15) << 8) | section[11]!); at + 5 <= end; ) {
    const codec = codecs[section[at]!];
    if (codec) return codec;
    at += 5 + (((section[at + 3]! & 15) << 8) | section[at + 4]!);
  }
  return undefined;
}
