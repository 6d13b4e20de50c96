import { expect, test } from 'vitest';
import { chooseTrack } from './choose-track.ts';

const main = { name: 'main', isDefault: true, pictureCount: 5, width: 320, height: 240 };
const small = { name: 'small', isDefault: true, pictureCount: 20, width: 80, height: 60 };
const still = { name: 'still', isDefault: true, pictureCount: 1, width: 640, height: 480 };
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
  expect(chooseTrack(tracks)).toMatchObject({ name });
});

test('none of none', () => {
  expect(chooseTrack([])).toBeUndefined();
});
