import { expect, test } from 'vitest';
import { TrimmedText } from './trimmed-text.ts';

function trimInPieces(pieces: readonly string[]): string {
  const trimmed = new TrimmedText();
  return pieces.map((piece) => trimmed.push(piece)).join('');
}

test('equals String.trim however the text is cut', () => {
  const text = ' \n a  red\n\ncircle goes\t right \n ';
  for (let first = 0; first <= text.length; first += 1) {
    for (let second = first; second <= text.length; second += 1) {
      const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      expect(trimInPieces(pieces)).toBe(text.trim());
    }
  }
});

test('white space alone is nothing', () => {
  expect(trimInPieces([' ', '\n', '\t'])).toBe('');
});
