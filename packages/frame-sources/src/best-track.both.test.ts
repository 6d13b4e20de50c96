import { expect, test } from 'vitest';
import { bestTrack } from './best-track.ts';

const main = { name: 'main', isDefault: true, width: 320, height: 240 };
const small = { name: 'small', isDefault: true, width: 80, height: 60 };
const still = { name: 'still', isDefault: true, isStill: true, width: 640, height: 480 };
const unmarked = { isDefault: false };

test.each([
  ['the marked one', [{ ...small, ...unmarked }, main], 'main'],
  ['the marked one, though it is small', [small, { ...main, ...unmarked }], 'small'],
  ['one that moves, of several that are marked', [still, small], 'small'],
  [
    'one that moves, where none is marked',
    [
      { ...still, ...unmarked },
      { ...small, ...unmarked },
    ],
    'small',
  ],
  ['the largest of those that move', [small, main], 'main'],
  ['the first of those that are alike', [main, { ...main, name: 'other' }], 'main'],
])('%s', (_, tracks, name) => {
  expect(bestTrack(tracks)).toMatchObject({ name });
});

test('none of none', () => {
  expect(bestTrack([])).toBeUndefined();
});
