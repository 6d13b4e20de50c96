import { InvalidImageError } from '@slowfast/spec';
import { decodeBase64 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { type ChromaLayout, type YuvImage, yuvToRgb } from './index.ts';
import { fixtures } from './testing/fixtures.ts';

interface Case {
  readonly matrix: 'untagged' | 'bt601' | 'bt709';
  readonly fullRange: boolean;
  readonly isInterlaced: boolean;
  readonly width: number;
  readonly height: number;
  readonly planes: readonly { readonly stride: number; readonly data: string }[];
  readonly rgb: string;
}

/** What swscale makes of other layouts with the nearest chroma sample; see fixtures/make_layouts.py. */
const layouts = await fixtures.json<{
  readonly width: number;
  readonly height: number;
  readonly cases: readonly { readonly name: string; readonly samples: string; readonly rgb: string }[];
}>('layouts.json');

/** The layouts by FFmpeg's names, and how many pixels share a chroma sample, across and down. */
const named: Readonly<Record<string, readonly [ChromaLayout, number, number]>> = {
  yuv411p: ['411', 4, 1],
  yuv410p: ['410', 4, 4],
  yuv440p: ['440', 1, 2],
  nv12: ['420', 2, 2],
  yuv422p: ['422', 2, 1],
  yuv444p: ['444', 1, 1],
};

const fixture = await fixtures.json<{ readonly cases: readonly Case[] }>('yuv.json');

function imageOf(each: Case): YuvImage {
  return {
    width: each.width,
    height: each.height,
    layout: '420',
    planes: each.planes.map(({ stride, data }) => ({ stride, data: decodeBase64(data) })),
    bitDepth: 8,
    matrix: each.matrix === 'untagged' ? 'bt601' : each.matrix,
    fullRange: each.fullRange,
    isInterlaced: each.isInterlaced,
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
    'gives the bytes of swscale: $matrix, full range $fullRange, interlaced $isInterlaced, width $width',
    (each) => {
      expect(yuvToRgb(imageOf(each)).data).toEqual(decodeBase64(each.rgb));
    },
  );

  test.each(layouts.cases)('is swscale with the nearest chroma sample: $name', ({ name, samples, rgb }) => {
    const { width, height } = layouts;
    const [layout, across, down] = named[name]!;
    const [stride, rows] = [width / across, height / down];
    const data = decodeBase64(samples);
    const chroma = data.subarray(width * height);
    const planes =
      name === 'nv12'
        ? [{ data: chroma, stride: 2 * stride }]
        : [0, 1].map((k) => ({ data: chroma.subarray(k * stride * rows, (k + 1) * stride * rows), stride }));
    const luma = { data: data.subarray(0, width * height), stride: width };
    const image = { width, height, layout, bitDepth: 8, matrix: 'bt601', fullRange: false } as const;
    const right = decodeBase64(rgb);
    const found = yuvToRgb({ ...image, planes: [luma, ...planes] }).data;
    // Its coefficients are rounded otherwise here.
    expect(Math.max(...right.map((value, k) => Math.abs(value - found[k]!)))).toBeLessThanOrEqual(3);
  });

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

  test('takes chroma of the own field where pictures are interlaced', () => {
    const rows = (count: number) => Uint8Array.from({ length: count }, (_, row) => 100 + row);
    const chroma = (layout: ChromaLayout, height: number, count: number) => {
      const planes = [new Uint8Array(height).fill(128), rows(count), new Uint8Array(count).fill(128)];
      const image: YuvImage = {
        ...gray(layout, 8, 0),
        width: 1,
        height,
        planes: planes.map((data) => ({ data, stride: 1 })),
        isInterlaced: true,
      };
      const found = yuvToRgb(image).data.filter((_, i) => i % 3 === 2);
      const blues = [...rows(count)].map((_, row) => {
        const one = {
          ...image,
          height: 1,
          planes: image.planes.map(({ data }) => ({ data: data.subarray(row), stride: 1 })),
        };
        return yuvToRgb({ ...one, isInterlaced: false }).data[2]!;
      });
      return [...found].map((blue) => blues.indexOf(blue));
    };
    expect(chroma('420', 8, 4)).toEqual([0, 1, 0, 1, 2, 3, 2, 3]);
    expect(chroma('410', 8, 2)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(chroma('422', 4, 4)).toEqual([0, 1, 2, 3]);
    // Of three chroma rows the lower field has one, of one it has none.
    expect(chroma('420', 6, 3)).toEqual([0, 1, 0, 1, 2, 1]);
    expect(chroma('420', 2, 1)).toEqual([0, 0]);
  });

  test('refuses missing and short planes', () => {
    const whole = imageOf(fixture.cases[0]!);
    expect(() => yuvToRgb({ ...whole, planes: whole.planes.slice(0, 1) })).toThrow(InvalidImageError);
    expect(() => yuvToRgb({ ...whole, height: 14 })).toThrow(InvalidImageError);
  });
});
