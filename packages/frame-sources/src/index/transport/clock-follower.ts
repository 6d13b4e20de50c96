import { type PesTimes, ticksBetween, ticksPerSecond } from './pes-times.ts';

/** Times further ahead than this begin a new clock, as they do for FFmpeg. */
const longestGap = 10 * ticksPerSecond;

/** A decoder reorders so many pictures at most (H.264 A.3.1, HEVC A.4.2). */
const mostReordered = 16;

/** A PES packet that has times, and where it begins. */
export interface TimedPes {
  readonly position: number;
  readonly presentation: number;
  readonly decoding: number;
  readonly hasDecodingTime: boolean;
  readonly isRandomAccess: boolean;
}

/** Follows the clock of one stream, and tells by how much its times must be shifted to make one clock of all of them. */
export interface ClockFollower {
  /** Takes the next PES packet of the stream in the file's order. */
  add(position: number, times: PesTimes): void;
  /** Says that no PES packet comes any more. */
  end(): void;
  /** The shift of the PES packet that begins at a position, in ticks; it must be decided. */
  shiftAt(position: number): number;
  /** Whether the packets so far are all decided: behind a jump those that follow tell what it is. */
  readonly isDecided: boolean;
}

/**
 * Where streams were put one behind the other, each has a clock of its own. A new one begins where decoding times go back or leap ahead,
 * and stay there: a single wrong time is damage. Its first picture follows the last one of the clock before.
 */
export function createClockFollower(): ClockFollower {
  const shifts: { readonly from: number; readonly ticks: number }[] = [];
  /** Packets from a jump on, until it is decided. */
  let pending: TimedPes[] = [];
  let last: TimedPes | undefined;
  let hasDecodingTimes = false;
  /** The two latest presentation times of the present clock: as the file has them. */
  let latest: number | undefined;
  let secondLatest: number | undefined;

  function accept(pes: TimedPes): void {
    last = pes;
    hasDecodingTimes ||= pes.hasDecodingTime;
    const time = pes.presentation;
    if (latest === undefined || ticksBetween(latest, time) > 0) {
      secondLatest = latest;
      latest = time;
    } else if (time !== latest && (secondLatest === undefined || ticksBetween(secondLatest, time) > 0)) {
      secondLatest = time;
    }
  }

  function isJump(from: TimedPes, to: TimedPes): boolean {
    const ticks = ticksBetween(from.decoding, to.decoding);
    if (ticks >= 0) return ticks > longestGap;
    // Some files give no decoding times though pictures are reordered.
    const isOrdered = hasDecodingTimes || to.hasDecodingTime;
    return isOrdered || to.isRandomAccess || ticks < -ticksPerSecond;
  }

  function take(pes: TimedPes): void {
    if (pending.length === 0) {
      if (last && isJump(last, pes)) pending = [pes];
      else accept(pes);
      return;
    }
    const isAnother = isJump(pending.at(-1)!, pes);
    if (isAnother && pending.length === 1 && !isJump(last!, pes)) {
      // The one before was alone with its time.
      pending = [];
      accept(pes);
      return;
    }
    if (!isAnother) pending.push(pes);
    if (isAnother || pending.length > mostReordered) {
      beginClock();
      if (isAnother) take(pes);
    }
  }

  function beginClock(): void {
    const [first] = pending;
    if (!first) return;
    const earliest = Math.min(...pending.map((pes) => ticksBetween(first.decoding, pes.presentation)));
    const step = secondLatest === undefined ? ticksPerSecond / 25 : ticksBetween(secondLatest, latest!);
    const start = latest! + (shifts.at(-1)?.ticks ?? 0) + step;
    shifts.push({ from: first.position, ticks: start - (first.decoding + earliest) });
    const packets = pending;
    pending = [];
    hasDecodingTimes = false;
    latest = undefined;
    secondLatest = undefined;
    for (const pes of packets) accept(pes);
  }

  return {
    add(position, { presentation, decoding, ...rest }) {
      if (presentation !== undefined && decoding !== undefined)
        take({ position, presentation, decoding, ...rest });
    },
    end: beginClock,
    shiftAt(position) {
      let low = 0;
      let high = shifts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (shifts[middle]!.from <= position) low = middle + 1;
        else high = middle;
      }
      return shifts[low - 1]?.ticks ?? 0;
    },
    get isDecided() {
      return pending.length === 0;
    },
  };
}
