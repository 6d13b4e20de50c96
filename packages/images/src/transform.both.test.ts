import type { FrameFit, FrameTransform } from '@slowfast/spec';
import { InvalidImageError } from '@slowfast/spec';
import { decodeBase64 } from '@slowfast/test-kit';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { createImageTransform, cropImage, padImage, resizeImage, transformImage } from './index.ts';

interface Case {
  readonly input: { readonly width: number; readonly height: number; readonly rgb8: string };
  readonly imageAspectRatio: 'resize' | 'pad' | null;
  readonly size: number;
  readonly resizedRgb8: string;
}

const golden = await readGolden<{
  readonly padColor: [number, number, number];
  readonly cases: readonly Case[];
}>('preprocess');
const cases = golden.cases.map((each, index) => {
  const fit: FrameFit = each.imageAspectRatio ?? 'crop';
  return { ...each, index, fit };
});
const transformTo = (size: number, fit: FrameFit): FrameTransform => ({
  width: size,
  height: size,
  fit,
  resample: 'bicubic',
  padColor: golden.padColor,
});
const numbered = (width: number, height: number) => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(i / 3)),
  width,
  height,
});
const reds = (image: { readonly data: Uint8Array }) => [...image.data.filter((_, i) => i % 3 === 0)];

describe('transformImage', () => {
  test.each(cases)(
    'reproduces golden case $index: $fit of $input.width x $input.height',
    ({ input, size, fit, resizedRgb8 }) => {
      const image = { data: decodeBase64(input.rgb8), width: input.width, height: input.height };
      const transform = transformTo(size, fit);
      expect(transformImage(image, transform).data).toEqual(decodeBase64(resizedRgb8));
      const reused = createImageTransform(input.width, input.height, transform);
      reused(image);
      expect(reused(image).data).toEqual(decodeBase64(resizedRgb8));
    },
  );

  test('crop cuts from a larger shortest edge', () => {
    const image = numbered(16, 8);
    const cut = transformImage(image, { ...transformTo(4, 'crop'), shortestEdge: 8 });
    expect(reds(cut)).toEqual([38, 54, 70, 86].flatMap((first) => [first, first + 1, first + 2, first + 3]));
  });

  test('squashes first where that is asked for, rounded to bytes in between', () => {
    const image = numbered(23, 9);
    const resizedFirst = { width: 12, height: 6 };
    const between = resizeImage(image, 12, 6, 'bicubic');
    for (const fit of ['resize', 'pad', 'crop'] as const) {
      const transform = transformTo(8, fit);
      const twice = transformImage(image, { ...transform, resizedFirst });
      expect(twice.data).toEqual(transformImage(between, transform).data);
      expect(twice.data).not.toEqual(transformImage(image, transform).data);
    }
  });

  test('refuses a rectangle without area', () => {
    expect(() => transformImage(numbered(4, 4), transformTo(0, 'pad'))).toThrow(InvalidImageError);
    const resizedFirst = { width: 0, height: 4 };
    const transform = { ...transformTo(4, 'resize'), resizedFirst };
    expect(() => transformImage(numbered(4, 4), transform)).toThrow(InvalidImageError);
  });
});

describe('padImage and cropImage', () => {
  test('pad puts the odd rest below', () => {
    expect(reds(padImage(numbered(3, 2), [9, 8, 7]))).toEqual([0, 1, 2, 3, 4, 5, 9, 9, 9]);
    expect(reds(padImage(numbered(1, 4), [9, 8, 7]))).toEqual([
      9, 0, 9, 9, 9, 1, 9, 9, 9, 2, 9, 9, 9, 3, 9, 9,
    ]);
  });

  test('pad refuses what is no colour', () => {
    expect(() => padImage(numbered(1, 1), [0, 0, 256])).toThrow(InvalidImageError);
  });

  test('crop cuts the odd rest from the end, and is black outside', () => {
    expect(reds(cropImage(numbered(4, 1), 1, 1))).toEqual([1]);
    expect(reds(cropImage(numbered(5, 1), 2, 1))).toEqual([1, 2]);
    expect(reds(cropImage(numbered(2, 1), 5, 1))).toEqual([0, 0, 0, 1, 0]);
  });
});
