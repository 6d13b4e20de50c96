import { InvalidImageError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { type ChromaLayout, type YuvImage, yuvToRgb } from './index.ts';
import { bytesOf, fixtures } from './testing/fixtures.ts';

interface Case {
  readonly matrix: 'untagged' | 'bt601' | 'bt709';
  readonly fullRange: boolean;
  readonly width: number;
  readonly height: number;
  readonly planes: readonly { readonly stride: number; readonly data: string }[];
  readonly rgb: string;
}

const fixture = await fixtures.json<{ readonly cases: readonly Case[] }>('yuv.json');

function imageOf(each: Case): YuvImage {
  return {
    width: each.width,
    height: each.height,
    layout: '420',
    planes: each.planes.map(({ stride, data }) => ({ stride, data: bytesOf(data) })),
    bitDepth: 8,
    matrix: each.matrix === 'untagged' ? 'bt601' : each.matrix,
    fullRange: each.fullRange,
  };
}

function gray(layout: ChromaLayout, bitDepth: number, sample: number): YuvImage {
  const plane = (value: number, samples: number) => {
    const data = new Uint8Array(samples * (bitDepth > 8 ? 2 : 1));
    if (bitDepth > 8) new Uint16Array(data.buffer).fill(value);
    else data.fill(value);
    return { data, stride: data.length / 4 };
  };
  const neutral = 1 << (bitDepth - 1);
  const planes =
    layout === '400' ? [plane(sample, 16)] : [plane(sample, 16), plane(neutral, 16), plane(neutral, 16)];
  return { width: 4, height: 4, layout, planes, bitDepth, matrix: 'bt709', fullRange: false };
}

describe('yuvToRgb', () => {
  test.each(fixture.cases)(
    'gives the bytes of swscale: $matrix, full range $fullRange, width $width',
    (each) => {
      expect(yuvToRgb(imageOf(each)).data).toEqual(bytesOf(each.rgb));
    },
  );

  test('reads interleaved chroma like planes', () => {
    const image = imageOf(fixture.cases[1]!);
    const [luma, u, v] = image.planes;
    const data = Uint8Array.from({ length: u!.data.length * 2 }, (_, i) => [u, v][i % 2]!.data[i >> 1]!);
    const interleaved = { ...image, planes: [luma!, { data, stride: u!.stride * 2 }] };
    expect(yuvToRgb(interleaved)).toEqual(yuvToRgb(image));
  });

  test.each(['420', '422', '444', '440', '411', '410', '400'] as const)('reads the layout %s', (layout) => {
    const rgb = yuvToRgb(gray(layout, 8, 235));
    expect(new Set(rgb.data)).toEqual(new Set([255]));
  });

  test.each([9, 10, 12, 16])('rounds %i bits to 8', (bitDepth) => {
    const deep = yuvToRgb(gray('420', bitDepth, (100 << (bitDepth - 8)) + 1));
    expect(deep.data).toEqual(yuvToRgb(gray('420', 8, bitDepth === 9 ? 101 : 100)).data);
  });

  test('takes the chroma sample that covers the pixel', () => {
    const plane = (...data: number[]) => ({ data: Uint8Array.from(data), stride: 2 });
    const image: YuvImage = {
      ...gray('422', 8, 0),
      height: 2,
      planes: [
        { data: new Uint8Array(8).fill(81), stride: 4 },
        plane(90, 128, 128, 90),
        plane(240, 128, 128, 240),
      ],
    };
    const red = [...yuvToRgb(image).data.filter((_, i) => i % 3 === 0)].map((value) => value > 150);
    expect(red).toEqual([true, true, false, false, false, false, true, true]);
  });

  test('refuses missing and short planes', () => {
    const whole = imageOf(fixture.cases[0]!);
    expect(() => yuvToRgb({ ...whole, planes: whole.planes.slice(0, 1) })).toThrow(InvalidImageError);
    expect(() => yuvToRgb({ ...whole, height: 14 })).toThrow(InvalidImageError);
  });
});
