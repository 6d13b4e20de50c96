import { expect, test } from 'vitest';
import { clockGoesBack, joinLists } from './join-lists.ts';
import type { PacketList } from './list-packets.ts';
import { createPacketIndex } from './packet-index.ts';

/** A part whose pictures last a second each; its clock begins at a time. */
function part(clockStartSeconds: number, ...timestampsSeconds: number[]): PacketList {
  const count = timestampsSeconds.length;
  const columns = {
    timestampsSeconds: Float64Array.from(timestampsSeconds),
    isKey: Uint8Array.from({ length: count }, (_, k) => (k === 0 ? 1 : 0)),
    isPresented: new Uint8Array(count).fill(1),
    isSecondField: new Uint8Array(count),
  };
  return {
    index: createPacketIndex(columns),
    sequenceNumbers: Float64Array.from({ length: count }, (_, k) => k),
    shiftsSeconds: [clockStartSeconds],
    clockStartSeconds,
    endSeconds: Math.max(...timestampsSeconds) + 1,
    isCutShort: false,
  };
}

test('a part whose clock begins anew follows the end of the one before', () => {
  const list = joinLists([part(5, 0, 2, 1), part(5, 0, 1), part(0, 0.5)]);
  expect([...list.index.timestampsSeconds]).toEqual([0, 2, 1, 3, 4, 5]);
  expect([...list.index.packetOfFrame]).toEqual([0, 2, 1, 3, 4, 5]);
  expect(list.index.sectionStarts).toEqual([0, 3, 5]);
  expect([...list.sequenceNumbers]).toEqual([0, 1, 2, 0, 1, 0]);
  expect(list.shiftsSeconds).toEqual([5, 2, -4.5]);
  expect(list.clockStartSeconds).toBe(5);
  expect(list.endSeconds).toBe(6);
});

test('a part that goes on with the clock keeps its times, gaps too', () => {
  const list = joinLists([part(5, 0, 1), part(7, 0, 1), part(12, 0)]);
  expect([...list.index.timestampsSeconds]).toEqual([0, 1, 2, 3, 7]);
  expect(list.shiftsSeconds).toEqual([5, 5, 5]);
});

test('a part that leaps ahead by more than ten seconds follows the end of the one before', () => {
  expect([...joinLists([part(0, 0, 1), part(500, 0, 1)]).index.timestampsSeconds]).toEqual([0, 1, 2, 3]);
});

test('one part stays as it is', () => {
  const list = part(1, 0, 1);
  expect(joinLists([list])).toBe(list);
});

test('a clock that goes back shows in key packets', () => {
  expect(clockGoesBack(part(0, 0, 2, 1))).toBe(false);
  const twice = part(0, 0, 1, 0, 1);
  twice.index.isKey[2] = 1;
  expect(clockGoesBack(twice)).toBe(true);
});
