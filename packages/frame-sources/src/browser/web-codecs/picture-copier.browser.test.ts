import { type RgbImage, type YuvImage, yuvToRgb } from '@slowfast/images';
import { describe, expect, test } from 'vitest';
import { createPictureCopier } from './picture-copier.ts';

const width = 6;
const height = 4;

/** Samples that differ everywhere, with their planes one behind the other. */
function samples(...counts: number[]): Uint8Array<ArrayBuffer> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Uint8Array.from({ length: total }, (_, k) => 20 + ((k * 37) % 200));
}

function frameOf(format: string, data: Uint8Array<ArrayBuffer>, visible?: DOMRectInit): VideoFrame {
  const init = {
    format: format as VideoPixelFormat,
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    ...(visible ? { visibleRect: visible } : {}),
  };
  return new VideoFrame(data, init);
}

function makesFrames(format: string, data: Uint8Array<ArrayBuffer>): boolean {
  try {
    frameOf(format, data).close();
    return true;
  } catch {
    return false;
  }
}

async function copied(frame: VideoFrame, tags = {}): Promise<YuvImage | RgbImage> {
  const image = await createPictureCopier({}).copy(frame, tags);
  frame.close();
  return image;
}

/** The rows of a plane without what pads them. */
function rows(image: YuvImage | RgbImage, plane: number, rowBytes: number, count: number): number[] {
  if (!('planes' in image)) throw new Error('Found RGB, expected planes.');
  const { data, stride } = image.planes[plane]!;
  return Array.from({ length: count }, (_, row) => [
    ...data.subarray(row * stride, row * stride + rowBytes),
  ]).flat();
}

describe('the formats that browsers decode to', () => {
  test.for([
    ['I420', '420', 8, [24, 6, 6], [6, 3, 3], [4, 2, 2]],
    ['I420A', '420', 8, [24, 6, 6], [6, 3, 3], [4, 2, 2]],
    ['I422', '422', 8, [24, 12, 12], [6, 3, 3], [4, 4, 4]],
    ['I444', '444', 8, [24, 24, 24], [6, 6, 6], [4, 4, 4]],
    ['NV12', '420', 8, [24, 12], [6, 6], [4, 2]],
    ['I420P10', '420', 10, [48, 12, 12], [12, 6, 6], [4, 2, 2]],
    ['I422P10', '422', 10, [48, 24, 24], [12, 6, 6], [4, 4, 4]],
    ['I444P12', '444', 12, [48, 48, 48], [12, 12, 12], [4, 4, 4]],
  ] as const)('%s keeps its planes', async ([format, layout, bitDepth, sizes, rowBytes, counts], context) => {
    const data = samples(...sizes, format === 'I420A' ? 24 : 0);
    const isMade = bitDepth === 8 || makesFrames(format, data);
    if (!isMade) context.skip(`this browser makes no ${format} of bytes, only its decoders do`);
    const image = await copied(frameOf(format, data));
    expect(image).toMatchObject({ width, height, layout, bitDepth, matrix: 'bt601', fullRange: false });
    expect((image as YuvImage).planes).toHaveLength(sizes.length);
    let at = 0;
    for (const [plane, size] of sizes.entries()) {
      expect(rows(image, plane, rowBytes[plane]!, counts[plane]!)).toEqual([...data.slice(at, at + size)]);
      at += size;
    }
  });

  test.each([
    ['RGBA', [0, 1, 2]],
    ['RGBX', [0, 1, 2]],
    ['BGRA', [2, 1, 0]],
    ['BGRX', [2, 1, 0]],
  ] as const)('%s becomes RGB', async (format, order) => {
    const data = samples(width * height * 4);
    const image = await copied(frameOf(format, data));
    const expected = Array.from({ length: width * height }, (_, pixel) =>
      order.map((channel) => data[pixel * 4 + channel]!),
    ).flat();
    expect(image).toMatchObject({ width, height, data: Uint8Array.from(expected) });
  });

  test('only the visible part counts', async () => {
    const data = samples(24, 6, 6);
    const image = await copied(frameOf('I420', data, { x: 2, y: 2, width: 3, height: 2 }));
    expect(image).toMatchObject({ width: 3, height: 2 });
    expect(rows(image, 0, 3, 2)).toEqual([...data.slice(14, 17), ...data.slice(20, 23)]);
    expect(rows(image, 1, 2, 1)).toEqual([...data.slice(24 + 4, 24 + 6)]);
  });

  test('planes that are green, blue and red become RGB', async () => {
    const data = samples(24, 24, 24);
    const image = await copied(frameOf('I444', data), { isRgb: true, fullRange: true });
    const expected = Array.from({ length: 24 }, (_, k) => [data[48 + k]!, data[k]!, data[24 + k]!]).flat();
    expect(image).toEqual({ width, height, data: Uint8Array.from(expected) });
  });
});

test('tags of the stream win over those of the container', async () => {
  const copier = createPictureCopier({ matrix: 'bt709', fullRange: true });
  const copy = async (tags: object) => {
    const frame = frameOf('I420', samples(24, 6, 6));
    const { matrix, fullRange } = (await copier.copy(frame, tags)) as YuvImage;
    frame.close();
    return { matrix, fullRange };
  };
  expect(await copy({})).toEqual({ matrix: 'bt709', fullRange: true });
  expect(await copy({ matrix: 'bt2020', fullRange: false })).toEqual({ matrix: 'bt2020', fullRange: false });
});

test('one buffer serves all pictures', async () => {
  const copier = createPictureCopier({});
  const buffers = new Set<ArrayBufferLike>();
  for (let k = 0; k < 3; k++) {
    const frame = frameOf('I420', samples(24, 6, 6));
    const image = (await copier.copy(frame, {})) as YuvImage;
    expect(yuvToRgb(image).data).toHaveLength(width * height * 3);
    buffers.add(image.planes[0]!.data.buffer);
    frame.close();
  }
  expect(buffers.size).toBe(1);
});
