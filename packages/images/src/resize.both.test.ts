import type { ResampleFilter } from '@slowfast/spec';
import { InvalidImageError } from '@slowfast/spec';
import { decodeBase64 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { createImage, createResizer, resizeImage } from './index.ts';
import { fixtures } from './testing/fixtures.ts';

interface Case {
  readonly filter: ResampleFilter;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
}

const fixture = await fixtures.json<{
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly cases: readonly Case[];
}>('resize.json');
const image = { data: decodeBase64(fixture.rgb), width: fixture.width, height: fixture.height };

describe('resizeImage', () => {
  test.each(fixture.cases)(
    'gives the bytes of Pillow: $filter to $width x $height',
    ({ filter, width, height, rgb }) => {
      const resized = resizeImage(image, width, height, filter);
      expect([resized.width, resized.height]).toEqual([width, height]);
      expect(resized.data).toEqual(decodeBase64(rgb));
    },
  );

  test('to its own size is a copy', () => {
    const copy = resizeImage(image, image.width, image.height, 'bicubic');
    expect(copy.data).toEqual(image.data);
    expect(copy.data).not.toBe(image.data);
  });

  test('a resizer gives independent pictures', () => {
    const resizer = createResizer(image.width, image.height, 9, 8, 'lanczos');
    const first = resizer.resize(image);
    const before = first.data.slice();
    resizer.resize(createImage(image.width, image.height));
    expect(first.data).toEqual(before);
  });

  test.each([
    [0, 5],
    [5, -1],
    [2.5, 5],
    [Number.NaN, 5],
  ])('refuses %s x %s', (width, height) => {
    expect(() => resizeImage(image, width, height, 'box')).toThrow(InvalidImageError);
  });

  test('refuses pictures whose bytes or sizes do not fit', () => {
    expect(() => resizeImage({ data: new Uint8Array(5), width: 2, height: 1 }, 1, 1, 'box')).toThrow(
      'found 5 bytes for 2x1 pixels, expected 6 bytes',
    );
    expect(() => createResizer(4, 4, 2, 2, 'box').resize(image)).toThrow(InvalidImageError);
  });
});
