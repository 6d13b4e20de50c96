import { expect, test } from 'vitest';
import { chosenOption, formatOption } from './chosen-option.ts';

const options = ['red', ' dark blue ', 'a'];

test.each([
  ['A', { index: 0, letter: 'A', text: 'red' }],
  ['B', { index: 1, letter: 'B', text: 'dark blue' }],
  ['C', { index: 2, letter: 'C', text: 'a' }],
  ['Dark blue.', { index: 1, letter: 'B', text: 'dark blue' }],
  ['D', undefined],
  ['blue', undefined],
  ['', undefined],
])('%s', (answer, option) => {
  expect(chosenOption(answer, options)).toEqual(option);
});

test('letter and text are told', () => {
  expect(formatOption({ index: 1, letter: 'B', text: 'dark blue' })).toBe('B) dark blue');
});
