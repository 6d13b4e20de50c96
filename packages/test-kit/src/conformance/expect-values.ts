import { expect } from 'vitest';

/** Equal values one by one; NaN equals NaN, 0 equals -0. */
export function expectEqualValues(found: Float32Array, expected: Float32Array): void {
  expect(found.length).toBe(expected.length);
  const wrong = found.findIndex((value, i) => !isSame(value, expected[i]!));
  if (wrong >= 0)
    expect({ index: wrong, value: found[wrong] }).toEqual({ index: wrong, value: expected[wrong] });
}

/** Equal up to this share of the largest expected value; what is not finite must be the same. */
export function expectCloseValues(found: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const largest = expected.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const wrong = found.findIndex((value, i) => {
    const other = expected[i]!;
    const isClose = Math.abs(value - other) <= tolerance * largest;
    return !isSame(value, other) && !(Number.isFinite(value) && Number.isFinite(other) && isClose);
  });
  if (wrong >= 0) {
    expect({ index: wrong, value: found[wrong], largest }).toEqual({
      index: wrong,
      value: expected[wrong],
      largest,
    });
  }
}

function isSame(left: number, right: number): boolean {
  return left === right || (Number.isNaN(left) && Number.isNaN(right));
}
