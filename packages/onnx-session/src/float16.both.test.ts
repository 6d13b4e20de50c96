import { expect, test } from 'vitest';
import { fromFloat16, toFloat16 } from './float16.ts';

test('every half survives the way there and back', () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const back = toFloat16(fromFloat16(halves));
  const isNaNBits = (half: number) => (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
  const isSame = (half: number) => (isNaNBits(half) ? isNaNBits(back[half]!) : back[half] === half);
  expect([...halves].filter((half) => !isSame(half))).toEqual([]);
});

test('a value between two halves goes to the nearer one, from the middle to the even one', () => {
  const all = Uint16Array.from({ length: 0x7c00 }, (_, i) => i);
  const values = fromFloat16(all);
  const wrong: number[] = [];
  for (let half = 0; half + 1 < all.length; half++) {
    const [below, above] = [values[half]!, values[half + 1]!];
    const middle = (below + above) / 2;
    const even = half % 2 === 0 ? half : half + 1;
    const nearMiddle = Float32Array.of(
      middle,
      middle - (above - below) / 8,
      middle + (above - below) / 8,
      -middle,
    );
    const expected = [even, half, half + 1, even | 0x8000];
    if (!toFloat16(nearMiddle).every((found, i) => found === expected[i])) wrong.push(half);
  }
  expect(wrong).toEqual([]);
  expect([...toFloat16(Float32Array.of(65_519, 65_520, 1e9, 1e-9))]).toEqual([0x7bff, 0x7c00, 0x7c00, 0]);
});
