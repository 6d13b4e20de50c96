import type { YuvImage } from '@slowfast/images';
import { expect, test } from 'vitest';
import { isBlank } from './blank-picture.ts';

/** 4:2:0 of 4 x 2, rows with two bytes of padding that is no picture. */
function picture(luma: number, chroma: number): YuvImage {
  const plane = (width: number, rows: number, value: number) => ({
    data: Uint8Array.from({ length: (width + 2) * rows }, (_, k) => (k % (width + 2) < width ? value : 7)),
    stride: width + 2,
  });
  const planes = [plane(4, 2, luma), plane(2, 1, chroma), plane(2, 1, chroma)];
  return { width: 4, height: 2, layout: '420', bitDepth: 8, planes, matrix: 'bt601', fullRange: false };
}

test('middle grey in all planes is blank, whatever lies behind the rows', () => {
  expect(isBlank(picture(128, 128))).toBe(true);
});

test('another grey, another colour and a single other sample are not', () => {
  expect(isBlank(picture(126, 128))).toBe(false);
  expect(isBlank(picture(128, 127))).toBe(false);
  const almost = picture(128, 128);
  almost.planes[0]!.data[9] = 129;
  expect(isBlank(almost)).toBe(false);
});

test('deep samples have two bytes', () => {
  const deep = (value: number): YuvImage => ({
    ...picture(0, 0),
    layout: '400',
    bitDepth: 10,
    planes: [{ data: new Uint8Array(Uint16Array.from({ length: 8 }, () => value).buffer), stride: 8 }],
  });
  expect(isBlank(deep(512))).toBe(true);
  expect(isBlank(deep(128))).toBe(false);
});
