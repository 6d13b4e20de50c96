import { expect, test } from 'vitest';
import { createClockFollower } from './clock-follower.ts';

/** A PES packet: presentation and, behind a slash, decoding time in ticks; `!` where decoding may begin. */
type Pes = string;

/** Times of packets after they were put on one clock. */
function steady(...packets: Pes[]): number[] {
  const clock = createClockFollower();
  const times = packets.map((packet) => {
    const [presentation, decoding] = packet.split('/').map((part) => Number.parseInt(part, 10));
    return { presentation: presentation!, decoding, isRandomAccess: packet.endsWith('!') };
  });
  for (const [position, { presentation, decoding, isRandomAccess }] of times.entries()) {
    const hasDecodingTime = decoding !== undefined;
    clock.add(position, {
      presentation,
      decoding: decoding ?? presentation,
      hasDecodingTime,
      isRandomAccess,
    });
  }
  clock.end();
  expect(clock.isDecided).toBe(true);
  return times.map(({ presentation }, position) => presentation + clock.shiftAt(position));
}

test('one clock stays as it is, pauses too', () => {
  expect(steady('0!', '3600', '7200', '800000')).toEqual([0, 3600, 7200, 800000]);
});

test('pictures that are reordered are no new clock, with or without decoding times', () => {
  const ordered = ['7200/0', '3600/3600', '14400/7200', '10800/10800'];
  expect(steady(...ordered)).toEqual([7200, 3600, 14400, 10800]);
  expect(steady('7200', '3600', '14400', '10800')).toEqual([7200, 3600, 14400, 10800]);
});

test('a clock that begins anew follows the last picture of the one before, whatever order it begins in', () => {
  expect(steady('0!', '3600', '7200', '0!', '3600', '7200')).toEqual([0, 3600, 7200, 10800, 14400, 18000]);
  const parts = ['3600/0', '0/3600', '7200/7200', '13600/1000', '10000/4600', '17200/8200'];
  expect(steady(...parts)).toEqual([3600, 0, 7200, 14400, 10800, 18000]);
});

test('each of several clocks follows the one before', () => {
  expect(steady('0!', '1000', '0!', '1000', '0!', '1000')).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
});

test('a clock that leaps ahead by more than ten seconds is a new one', () => {
  expect(steady('0!', '3600', '90000000', '90003600')).toEqual([0, 3600, 7200, 10800]);
});

test('the clock of a single picture is one too', () => {
  expect(steady('0!', '3600', '100/100!')).toEqual([0, 3600, 7200]);
  expect(steady('5000!', '8600', '100/100!', '0/0!', '3600/3600')).toEqual([5000, 8600, 12200, 15800, 19400]);
});

test('a time that is alone stays where it is: it is damage', () => {
  expect(steady('0/0!', '3600/3600', '90000000/90000000', '10800/10800', '14400/14400')).toEqual([
    0, 3600, 90000000, 10800, 14400,
  ]);
});

test('33 bits that run over are no new clock', () => {
  const last = 2 ** 33 - 3600;
  expect(steady(`${last}/${last}!`, '0/0', '3600/3600')).toEqual([last, 0, 3600]);
});
