import type { MediaBytes } from '../../media-bytes.ts';
import { type ClockFollower, createClockFollower } from './clock-follower.ts';
import { readPesTimes, shiftPesTimes } from './pes-times.ts';
import { createStreamRenamer } from './stream-renamer.ts';
import {
  isScrambled,
  type PacketGrid,
  packetBytes,
  packetGrid,
  renameStream,
  syncByte,
} from './transport-packet.ts';
import { createUnitEnds, type UnitEnds } from './unit-ends.ts';

/** A transport stream on one clock, and what was noticed of it as far as it was read. */
export interface SteadyTransport {
  readonly bytes: MediaBytes;
  /** Whether pictures without a time were met in a stream (PID). */
  lacksTimes(stream: number): boolean;
  /** Whether encrypted packets were met in a stream. */
  isScrambled(stream: number): boolean;
}

/** Bytes that are looked at in one go. */
const blockBytes = 2 ** 20;

/** Packets that are looked at in one go for the end of a unit. */
const lookAhead = 64;

/** Packets that lie one behind the other in the file, and where they are shown. */
interface Stretch {
  /** In the bytes that are shown. */
  readonly shown: number;
  /** In the file. */
  readonly start: number;
  length: number;
}

/**
 * The bytes of a transport stream as if it had been written in one go: where several were put one behind the other, the times of each
 * go on where those before it end, its videos keep the numbers of the first ones, and what is left of a packet that was cut off is left
 * out, as are zeros between two units of a video. The file is looked at as far as it is read, packet by packet in its order; what grows with it is the number of its parts.
 */
export async function steadyTransport(file: MediaBytes): Promise<SteadyTransport> {
  const grid = packetGrid(await file.read(0, 1));
  const stretches: Stretch[] = [];
  const clocks = new Map<number, ClockFollower>();
  const renamer = createStreamRenamer();
  const timeless = new Set<number>();
  const scrambled = new Set<number>();
  /** How far the file was looked at, and how much of it is shown. */
  let lookedAt = 0;
  let shown = 0;

  function note(packet: Uint8Array, position: number): void {
    renamer.note(packet, position);
    const stream = renamer.nameOf(packet, position);
    if (isScrambled(packet)) scrambled.add(stream);
    const times = readPesTimes(packet);
    if (!times) return;
    const clock = clocks.get(stream) ?? createClockFollower();
    clocks.set(stream, clock);
    clock.add(position, times);
    if (times.presentation === undefined) timeless.add(stream);
  }

  function show(start: number, length: number): void {
    if (length === 0) return;
    const last = stretches.at(-1);
    if (last && last.start + last.length === start) last.length += length;
    else stretches.push({ shown, start, length });
    shown += length;
  }

  /** Looks at the next block of the file. */
  async function lookOn(): Promise<void> {
    const data = await file.read(lookedAt, Math.min(file.size, lookedAt + blockBytes));
    const isLast = lookedAt + data.length >= file.size || data.length === 0;
    // A packet is told by those behind it.
    const end = isLast ? data.length - grid.step : data.length - 3 * grid.step;
    let at = 0;
    while (at <= end) {
      if (isPacket(data, at, grid)) {
        note(data.subarray(at + grid.first, at + grid.first + packetBytes), shown);
        show(lookedAt + at, grid.step);
        at += grid.step;
      } else {
        do at++;
        while (at <= end && !isFirstPacket(data, at, grid));
      }
    }
    lookedAt = isLast ? file.size : lookedAt + at;
    if (isLast) for (const clock of clocks.values()) clock.end();
  }

  let looking: Promise<void> = Promise.resolve();

  /** Looks at the file until all is known of the bytes that are shown before `end`. */
  function lookUntil(end: number): Promise<void> {
    const isKnown = () => shown >= end && [...clocks.values()].every((clock) => clock.isDecided);
    const look = async () => {
      while (lookedAt < file.size && !isKnown()) await lookOn();
    };
    // What failed for one read is tried again for the next.
    looking = looking.then(look, look);
    return looking;
  }

  async function read(start: number, end: number): Promise<Uint8Array> {
    const stop = Math.min(end, file.size);
    if (stop <= start) return new Uint8Array(0);
    const first = Math.floor(start / grid.step) * grid.step;
    const ends = new Map<number, UnitEnds>();
    const result = await packetsFrom(first, stop, ends);
    // What ends a unit is told by the packets behind it.
    for (
      let next = first + result.length;
      next < Math.min(file.size, stop + blockBytes);
      next += lookAhead * grid.step
    ) {
      if (![...ends.values()].some(({ isOpen }) => isOpen)) break;
      await packetsFrom(next, Math.min(file.size, next + lookAhead * grid.step), ends);
    }
    return result.subarray(start - first, stop - first);
  }

  /** Whole packets as they are shown, their units ended as far as the next ones are known. */
  async function packetsFrom(first: number, stop: number, ends: Map<number, UnitEnds>): Promise<Uint8Array> {
    await lookUntil(stop);
    const result = nullPackets(Math.ceil((stop - first) / grid.step), grid);
    for (const stretch of stretches) {
      const from = Math.max(first, stretch.shown);
      const to = Math.min(first + result.length, stretch.shown + stretch.length);
      if (from >= to) continue;
      const offset = stretch.start - stretch.shown;
      result.set(await file.read(from + offset, to + offset), from - first);
    }
    for (let at = 0; at < result.length; at += grid.step) {
      const packet = result.subarray(at + grid.first, at + grid.first + packetBytes);
      packet[0] = syncByte;
      const stream = renamer.nameOf(packet, first + at);
      renameStream(packet, stream);
      const ticks = clocks.get(stream)?.shiftAt(first + at) ?? 0;
      if (ticks !== 0) shiftPesTimes(packet, ticks);
      // Only videos have clocks.
      if (!clocks.has(stream)) continue;
      const end = ends.get(stream) ?? createUnitEnds();
      ends.set(stream, end);
      end.add(packet);
    }
    return result;
  }

  return {
    bytes: { place: file.place, size: file.size, read, close: () => file.close() },
    lacksTimes: (stream) => timeless.has(stream),
    isScrambled: (stream) => scrambled.has(stream),
  };
}

/** Whether two of this packet and the two behind it begin with the sync byte: one damaged byte is forgiven, a packet cut short is not. */
function isPacket(data: Uint8Array, at: number, grid: PacketGrid): boolean {
  return syncBytes(data, at, grid) >= 2;
}

/** Whether packets go on here behind something else. */
function isFirstPacket(data: Uint8Array, at: number, grid: PacketGrid): boolean {
  return syncBytes(data, at, grid) === 3;
}

/** How many of three packets begin with the sync byte; those behind the end do. */
function syncBytes(data: Uint8Array, at: number, { first, step }: PacketGrid): number {
  let count = 0;
  for (let k = 0; k < 3; k++) if ((data[at + first + k * step] ?? syncByte) === syncByte) count++;
  return count;
}

/** Packets without content (PID 8191), which fill what is left out. */
function nullPackets(count: number, { first, step }: PacketGrid): Uint8Array {
  const packets = new Uint8Array(count * step);
  for (let at = first; at < packets.length; at += step) packets.set([syncByte, 0x1f, 0xff, 0x10], at);
  return packets;
}
