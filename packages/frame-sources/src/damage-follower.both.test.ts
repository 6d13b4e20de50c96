import { expect, test } from 'vitest';
import { followDamage, type Verdict } from './damage-follower.ts';
import type { StreamConfig } from './frame-decoder.ts';

/** A packet of H.264: a slice, of a reference or not. */
const slice = (isReference: boolean) => Uint8Array.of(0, 0, 1, isReference ? 0x21 : 0x01, 0x80);

function configOf(codec: StreamConfig['codec']): StreamConfig {
  return { codec, codecString: '', codedWidth: 16, codedHeight: 16, color: {} };
}

/**
 * Pictures in decode order by what they are: `I` a key, `P`, `b` one that no other refers to, `L` a `P` that is shown before the key
 * packet. All are sent, and come in presentation order.
 */
function verdicts(
  decoded: readonly (readonly [kind: string, order: number])[],
  { marked = [], lost = [], starts = 'clean' }: Damage,
): string {
  const wanted = new Set(decoded.map(([, order]) => order));
  const damage = followDamage(configOf('h264'), wanted);
  for (const [at, [kind, order]] of decoded.entries()) {
    const run = at === 0 ? { startsRun: starts } : {};
    damage.sent({ order, isKey: kind === 'I', data: slice(kind !== 'b'), ...run });
  }
  const orders = [...wanted].sort((a, b) => a - b);
  for (const order of orders) if (!lost.includes(order)) damage.came(order, marked.includes(order));
  damage.flushed();
  const letters: Readonly<Record<Verdict, string>> = { whole: '.', repaired: 'r', nothing: '-' };
  return orders.map((order) => letters[damage.take(order)!]).join('');
}

interface Damage {
  readonly marked?: readonly number[];
  readonly lost?: readonly number[];
  readonly starts?: 'clean' | 'open';
}

const twoGroups = [
  ['I', 0],
  ['P', 3],
  ['b', 1],
  ['b', 2],
  ['P', 6],
  ['b', 4],
  ['b', 5],
  ['I', 9],
  ['L', 7],
  ['b', 8],
  ['P', 10],
] as const;

test.each([
  ['nothing', {}, '...........'],
  ['a picture that no other refers to', { marked: [1] }, '.r.........'],
  ['one that others refer to, also before it is shown', { marked: [3] }, '.rrrrrrrr..'],
  ['one that did not come out', { lost: [3] }, '.rrrrrrrr..'],
  ['the first key picture', { marked: [0] }, 'rrrrrrrrr..'],
  ['the second, with what is shown before it', { marked: [9] }, '.......rrrr'],
  ['a picture that is shown before its key picture', { lost: [7] }, '.......rr..'],
  ['the last', { marked: [10] }, '..........r'],
])('damage to %s', (_, damage, expected) => {
  expect(verdicts(twoGroups, damage)).toBe(expected);
});

test('what comes before there is anything to go by is nothing, and damages nothing', () => {
  const middle = [
    ['P', 0],
    ['P', 1],
    ['P', 2],
    ['P', 3],
  ] as const;
  expect(verdicts(middle, { marked: [0, 1], starts: 'open' })).toBe('--..');
  expect(verdicts(middle, { marked: [0], starts: 'clean' })).toBe('rrrr');
});

test('a picture is told of once what it may refer to has come, or will not', () => {
  const damage = followDamage(configOf('h264'), new Set([1, 2]));
  damage.sent({ order: 0, isKey: true, data: slice(true), startsRun: 'clean' });
  damage.sent({ order: 2, isKey: false, data: slice(true) });
  damage.sent({ order: 1, isKey: false, data: slice(false) });
  damage.came(0, false);
  damage.came(1, false);
  expect([damage.isKnown(1), damage.take(1)]).toEqual([false, undefined]);
  damage.came(2, true);
  expect([damage.isKnown(1), damage.take(1), damage.take(2)]).toEqual([true, 'repaired', 'repaired']);
  expect(damage.take(2)).toBeUndefined();
});

test.each([
  ['vp8', Uint8Array.of(0x01), Uint8Array.of(0x11)],
  ['vp9', Uint8Array.of(0x84, 0), Uint8Array.of(0x86, 0)],
] as const)('%s: a picture that is not shown is not missed', (codec, hidden, shown) => {
  const damage = followDamage(configOf(codec), new Set([0, 2]));
  damage.sent({ order: 0, isKey: true, data: shown, startsRun: 'clean' });
  damage.sent({ order: 1, isKey: false, data: hidden });
  damage.sent({ order: 2, isKey: false, data: shown });
  damage.came(0, false);
  damage.came(2, false);
  expect([damage.take(0), damage.take(2)]).toEqual(['whole', 'whole']);
});
