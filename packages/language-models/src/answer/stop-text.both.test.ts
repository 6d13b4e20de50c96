import { expect, test } from 'vitest';
import { randomNumbers } from '../sampling/random.ts';
import { stopText } from './stop-text.ts';

function run(pieces: readonly string[], stops: readonly string[]) {
  const stop = stopText(stops);
  let text = '';
  for (const piece of pieces) {
    const pushed = stop.push(piece);
    text += pushed.text;
    if (pushed.isStopped) return { text, isStopped: true };
  }
  return { text: text + stop.finish(), isStopped: false };
}

test('a stop string in pieces is cut off whole, and what only began as one is given out', () => {
  expect(run(['one <', '/', 's', '> two'], ['</s>'])).toEqual({ text: 'one ', isStopped: true });
  expect(run(['one <', '/', 'x'], ['</s>'])).toEqual({ text: 'one </x', isStopped: false });
  expect(run(['a', 'a', 'b'], ['ab', 'aab'])).toEqual({ text: '', isStopped: true });
  expect(run(['text'], ['', 'never'])).toEqual({ text: 'text', isStopped: false });
});

test('equals looking at the whole text, however it is cut', () => {
  const random = randomNumbers(3);
  const pick = (length: number) => Array.from({ length }, () => 'ab'[Math.floor(random() * 2)]).join('');
  for (let round = 0; round < 3000; round++) {
    const stops = Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
      pick(2 + Math.floor(random() * 4)),
    );
    const pieces = Array.from({ length: 8 }, () => pick(Math.floor(random() * 4)));
    const { text, isStopped } = run(pieces, stops);
    const whole = pieces.join('');
    expect(isStopped).toBe(stops.some((stop) => whole.includes(stop)));
    if (!isStopped) expect(text).toBe(whole);
    // The stop string that is complete first ends the text; of those complete at once, the one that begins first.
    const ends = stops
      .filter((stop) => whole.includes(stop))
      .map((stop) => whole.indexOf(stop) + stop.length);
    expect(whole.startsWith(text)).toBe(true);
    for (const stop of stops) expect(text.includes(stop) && Math.min(...ends) > text.length).toBe(false);
  }
});
