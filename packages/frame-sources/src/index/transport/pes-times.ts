import { isRandomAccess, packetBytes, payloadStart, startsUnit } from './transport-packet.ts';

/** Ticks of a transport stream's clock in a second. */
export const ticksPerSecond = 90_000;

/** Clocks have 33 bits. */
const clockTicks = 2 ** 33;

/** What the head of a video's PES packet says. Source: ISO/IEC 13818-1, 2.4.3.6. */
export interface PesTimes {
  /** Presentation time in ticks; absent where the head gives none. */
  readonly presentation?: number;
  /** Decoding time in ticks; where the head gives none, it is the presentation time. */
  readonly decoding?: number;
  readonly hasDecodingTime: boolean;
  /** Whether the file marks that decoding may begin here. */
  readonly isRandomAccess: boolean;
}

/** The times of the video's PES packet that begins in a transport packet; `undefined` where none does. */
export function readPesTimes(packet: Uint8Array): PesTimes | undefined {
  const at = startOfTimes(packet);
  if (at === undefined) return undefined;
  const flags = packet[at - 2]! >> 6;
  const isStart = isRandomAccess(packet);
  if (flags < 2 || at + 5 > packetBytes) return { hasDecodingTime: false, isRandomAccess: isStart };
  const presentation = readTime(packet, at);
  const hasDecodingTime = flags === 3 && at + 10 <= packetBytes;
  const decoding = hasDecodingTime ? readTime(packet, at + 5) : presentation;
  return { presentation, decoding, hasDecodingTime, isRandomAccess: isStart };
}

/** Whether a PES packet of a video begins in a transport packet, and begins with a start code (00 00 01). */
export function startsVideoCode(packet: Uint8Array): boolean {
  const times = startOfTimes(packet);
  if (times === undefined) return false;
  const at = times + packet[times - 1]!;
  return at + 3 <= packetBytes && packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 1;
}

/** Adds ticks to the times of the PES packet that begins in a transport packet. */
export function shiftPesTimes(packet: Uint8Array, ticks: number): void {
  const at = startOfTimes(packet);
  if (at === undefined) return;
  const flags = packet[at - 2]! >> 6;
  if (flags >= 2 && at + 5 <= packetBytes) writeTime(packet, at, readTime(packet, at) + ticks);
  if (flags === 3 && at + 10 <= packetBytes) writeTime(packet, at + 5, readTime(packet, at + 5) + ticks);
}

/** How much later a time is than another, in ticks, on a clock that begins anew after 26.5 hours. */
export function ticksBetween(from: number, to: number): number {
  return remainder(to - from + clockTicks / 2) - clockTicks / 2;
}

/** Where the times are in a packet that begins a PES packet of a video: behind nine bytes. */
function startOfTimes(packet: Uint8Array): number | undefined {
  if (!startsUnit(packet)) return undefined;
  const at = payloadStart(packet);
  if (at + 9 > packetBytes) return undefined;
  const isVideo =
    packet[at] === 0 && packet[at + 1] === 0 && packet[at + 2] === 1 && packet[at + 3]! >> 4 === 14;
  return isVideo ? at + 9 : undefined;
}

/** 33 bits in five bytes: three, fifteen and fifteen, a marker bit behind each part. */
function readTime(packet: Uint8Array, at: number): number {
  const part = (k: number) => ((packet[at + k]! << 8) | packet[at + k + 1]!) >> 1;
  return ((packet[at]! >> 1) & 7) * 2 ** 30 + part(1) * 2 ** 15 + part(3);
}

function writeTime(packet: Uint8Array, at: number, ticks: number): void {
  const time = remainder(ticks);
  const high = Math.floor(time / 2 ** 30);
  const low = time % 2 ** 30;
  packet[at] = (packet[at]! & 0xf1) | (high << 1);
  for (const [k, part] of [low >> 15, low & 0x7fff].entries()) {
    packet[at + 1 + 2 * k] = part >> 7;
    packet[at + 2 + 2 * k] = ((part & 127) << 1) | 1;
  }
}

function remainder(ticks: number): number {
  return ((ticks % clockTicks) + clockTicks) % clockTicks;
}
