import { describe, expect, test } from 'vitest';
import { PacketCollector } from './packet-columns.ts';
import { createPacketIndex } from './packet-index.ts';
import { planRuns, wholeRun } from './run-planner.ts';

/** Packets in decode order as `time` or `time!` for keys. */
function indexOf(...packets: string[]) {
  const collected = new PacketCollector();
  for (const [sequenceNumber, packet] of packets.entries()) {
    collected.add({
      timestampSeconds: Number.parseFloat(packet),
      isKey: packet.endsWith('!'),
      isPresented: !packet.startsWith('-'),
      isSecondField: false,
      sequenceNumber,
    });
  }
  return createPacketIndex(collected.columns());
}

const closed = indexOf('0!', '3', '1', '2', '4!', '7', '5', '6');
// The second key packet is followed by pictures that are shown before it.
const open = indexOf('0!', '3', '1', '2', '6!', '4', '5', '9', '7', '8');

describe('planRuns', () => {
  test('groups frames by their key packet and stops at the last one', () => {
    expect(planRuns(closed, [0, 1, 5])).toEqual([
      { first: 0, last: 2, frames: [0, 1] },
      { first: 4, last: 6, frames: [5] },
    ]);
  });

  test('starts a frame of an open group at the key packet before', () => {
    expect(planRuns(open, [4])).toEqual([{ first: 0, last: 5, frames: [4] }]);
  });

  test('joins runs that overlap or follow each other at once', () => {
    expect(planRuns(open, [5, 7])).toEqual([{ first: 0, last: 8, frames: [5, 7] }]);
    expect(planRuns(closed, [3, 4])).toHaveLength(2);
    expect(planRuns(closed, [2, 4])).toEqual([{ first: 0, last: 4, frames: [2, 4] }]);
  });

  test('starts at the first packet where no key packet comes before', () => {
    expect(planRuns(indexOf('0', '1', '2!'), [1])).toEqual([{ first: 0, last: 1, frames: [1] }]);
  });

  test('counts presented frames only', () => {
    expect(planRuns(indexOf('-1!', '0', '1'), [0])).toEqual([{ first: 0, last: 1, frames: [0] }]);
  });
});

describe('wholeRun', () => {
  test('is all frames that decode from one key packet', () => {
    expect(wholeRun(closed, 2)).toEqual({ first: 0, last: 3, frames: [0, 1, 2, 3] });
    expect(wholeRun(open, 1)).toEqual({ first: 0, last: 6, frames: [0, 1, 2, 3, 4, 5] });
    expect(wholeRun(open, 8)).toEqual({ first: 4, last: 9, frames: [6, 7, 8, 9] });
  });
});
