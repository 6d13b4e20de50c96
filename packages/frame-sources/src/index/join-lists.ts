import type { PacketList } from './list-packets.ts';
import { createPacketIndex } from './packet-index.ts';

/** A part that begins so much after the one before it, or less, goes on with its clock. */
const longestGapSeconds = 10;

/** The packets of several parts of a file, one behind the other; a part whose clock begins anew follows the end of the one before. */
export function joinLists(lists: readonly PacketList[]): PacketList {
  if (lists.length === 1) return lists[0]!;
  const starts: number[] = [];
  for (const [k, list] of lists.entries()) {
    const before = lists[k - 1];
    if (!before) {
      starts.push(0);
      continue;
    }
    const end = starts[k - 1]! + endOf(before);
    const goesOn = starts[k - 1]! + list.clockStartSeconds - before.clockStartSeconds;
    const gap = goesOn + firstSeconds(list) - end;
    // Times are rounded: a thousandth of a second is no step back.
    starts.push(gap > -0.001 && gap < longestGapSeconds ? goesOn : end - firstSeconds(list));
  }
  const firsts = lists.map((_, k) => sum(lists.slice(0, k).map(({ index }) => index.isKey.length)));
  const columns = {
    timestampsSeconds: floats(
      lists.map(({ index }, k) => index.timestampsSeconds.map((each) => each + starts[k]!)),
    ),
    isKey: bytes(lists.map(({ index }) => index.isKey)),
    isPresented: bytes(
      lists.map(({ index }) => Uint8Array.from(index.frameOfPacket, (frame) => (frame < 0 ? 0 : 1))),
    ),
    isSecondField: bytes(lists.map(({ index }) => index.isSecondField)),
  };
  const sectionStarts = lists.flatMap(({ index }, k) =>
    index.sectionStarts.map((start) => firsts[k]! + start),
  );
  return {
    index: createPacketIndex(columns, sectionStarts),
    sequenceNumbers: floats(lists.map(({ sequenceNumbers }) => sequenceNumbers)),
    shiftsSeconds: lists.flatMap(({ shiftsSeconds }, k) => shiftsSeconds.map((shift) => shift - starts[k]!)),
    clockStartSeconds: lists[0]!.clockStartSeconds,
    endSeconds: starts.at(-1)! + lists.at(-1)!.endSeconds,
    isCutShort: lists.some(({ isCutShort }) => isCutShort),
  };
}

function firstSeconds({ index }: PacketList): number {
  return index.timestampsSeconds[index.packetOfFrame[0]!]!;
}

/** Whether a key packet has no later a time than one before it: another file may begin there. */
export function clockGoesBack({ index }: PacketList): boolean {
  let latest = Number.NEGATIVE_INFINITY;
  for (const [packet, seconds] of index.timestampsSeconds.entries()) {
    if (index.isKey[packet] !== 1) continue;
    if (seconds <= latest) return true;
    latest = seconds;
  }
  return false;
}

/** The end of the last picture; where the container gives it no duration, it gets an average one. */
export function endOf({ index, endSeconds }: PacketList): number {
  const { packetOfFrame, timestampsSeconds } = index;
  const first = timestampsSeconds[packetOfFrame[0]!]!;
  const last = timestampsSeconds[packetOfFrame.at(-1)!]!;
  const step = packetOfFrame.length > 1 ? (last - first) / (packetOfFrame.length - 1) : 0;
  return endSeconds > last ? endSeconds : last + (step || 1 / 25);
}

function floats(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(sum(parts.map(({ length }) => length)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(sum(parts.map(({ length }) => length)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
