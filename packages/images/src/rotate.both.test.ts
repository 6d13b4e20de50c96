import { expect, test } from 'vitest';
import { rotateImage } from './index.ts';

const image = {
  data: Uint8Array.from({ length: 18 }, (_, i) => i),
  width: 3,
  height: 2,
};
const pixels = ({ data }: { readonly data: Uint8Array }) =>
  [...data.filter((_, i) => i % 3 === 0)].map((v) => v / 3);

test.each([
  [0, [0, 1, 2, 3, 4, 5], 3],
  [90, [3, 0, 4, 1, 5, 2], 2],
  [180, [5, 4, 3, 2, 1, 0], 3],
  [270, [2, 5, 1, 4, 0, 3], 2],
] as const)('rotates clockwise by %i degrees', (degrees, expected, width) => {
  const turned = rotateImage(image, degrees);
  expect(pixels(turned)).toEqual(expected);
  expect(turned.width).toBe(width);
});

test('moves whole pixels', () => {
  expect([...rotateImage(image, 90).data.slice(0, 6)]).toEqual([9, 10, 11, 0, 1, 2]);
});
