import { type PacketIndex, sectionOf } from './packet-index.ts';

/**
 * Packets that are decoded in one go: from a key packet to the last one that is needed, both in decode order and of the same section.
 */
export interface DecodeRun {
  readonly first: number;
  readonly last: number;
  /** The frames it is for, in presentation order. */
  readonly frames: readonly number[];
}

/**
 * Groups frames by the key packet that their decoding must start from; each run stops at its last frame.
 *
 * @param frames indices in presentation order, ascending, each once.
 */
export function planRuns(index: PacketIndex, frames: readonly number[]): DecodeRun[] {
  const byStart = new Map<number, { last: number; frames: number[] }>();
  for (const frame of frames) {
    const packet = index.packetOfFrame[frame]!;
    const first = startOf(index, packet);
    const run = byStart.get(first);
    if (run) {
      run.last = Math.max(run.last, packet);
      run.frames.push(frame);
    } else {
      byStart.set(first, { last: packet, frames: [frame] });
    }
  }
  return joinRuns(
    index,
    [...byStart].map(([first, run]) => ({ first, ...run })).sort((a, b) => a.first - b.first),
  );
}

/** Runs that overlap or follow each other at once are one: the decoder need not start again. */
function joinRuns(index: PacketIndex, runs: readonly DecodeRun[]): DecodeRun[] {
  const joined: DecodeRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (!before || run.first > before.last + 1 || index.sectionStarts.includes(run.first)) {
      joined.push(run);
      continue;
    }
    const last = Math.max(before.last, run.last);
    joined[joined.length - 1] = { first: before.first, last, frames: [...before.frames, ...run.frames] };
  }
  return joined;
}

/** The run of all frames that decode from the same key packet as this frame. */
export function wholeRun(index: PacketIndex, frame: number): DecodeRun {
  const { timestampsSeconds, isKey, frameOfPacket } = index;
  const own = index.packetOfFrame[frame]!;
  const first = startOf(index, own);
  const sectionEnd = index.sectionStarts[sectionOf(index, own) + 1] ?? timestampsSeconds.length;
  const isSectionStart = index.sectionStarts.includes(first);
  const frames: number[] = [];
  let last = first;
  let laterKeys = 0;
  let laterKeySeconds = Number.POSITIVE_INFINITY;
  for (let packet = first; packet < sectionEnd; packet++) {
    const seconds = timestampsSeconds[packet]!;
    if (packet > first && isKey[packet] === 1) {
      laterKeys++;
      laterKeySeconds = Math.min(laterKeySeconds, seconds);
    }
    // A group's pictures come before the second key packet after it: only those of an open GOP come after the first.
    if (laterKeys > 1) break;
    const belongs = seconds < laterKeySeconds && (isSectionStart || seconds >= timestampsSeconds[first]!);
    if (!belongs || frameOfPacket[packet]! < 0) continue;
    frames.push(frameOfPacket[packet]!);
    last = packet;
  }
  return { first, last, frames: frames.sort((a, b) => a - b) };
}

/**
 * The last key packet that comes before a packet both in decode and in presentation order. A picture that is decoded
 * after a key packet but shown before it (open GOP) needs the packets before that key packet too.
 */
function startOf(index: PacketIndex, packet: number): number {
  const { isKey, timestampsSeconds, sectionStarts } = index;
  const sectionStart = sectionStarts[sectionOf(index, packet)]!;
  for (let at = packet; at > sectionStart; at--) {
    if (isKey[at] === 1 && timestampsSeconds[at]! <= timestampsSeconds[packet]!) return at;
  }
  return sectionStart;
}
