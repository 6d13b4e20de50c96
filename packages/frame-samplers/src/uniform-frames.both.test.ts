import { InvalidSelectionError } from '@slowfast/spec';
import { frameSamplerConformance } from '@slowfast/test-kit';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { testVideo } from './test-video.ts';
import { uniformFrameIndices } from './uniform-frame-indices.ts';
import { originalUniformFrames, uniformFrames } from './uniform-frames.ts';

interface FrameIndicesGolden {
  readonly cases: readonly { totalFrames: number; numFrames: number; indices: number[] }[];
}

frameSamplerConformance('uniformFrames', { create: () => uniformFrames({ frames: 8 }) });
frameSamplerConformance('uniformFrames in a range', {
  create: () => uniformFrames({ frames: 8, startSeconds: 0.5, endSeconds: 2 }),
});

frameSamplerConformance('originalUniformFrames', { create: () => originalUniformFrames({ frames: 8 }) });

const all = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('uniformFrameIndices', () => {
  test('equals the original in every golden case', async () => {
    const { cases } = await readGolden<FrameIndicesGolden>('frame-indices');
    expect(cases.length).toBeGreaterThan(500);
    for (const { totalFrames, numFrames, indices } of cases) {
      expect(uniformFrameIndices(totalFrames, numFrames)).toEqual(indices);
    }
  });

  test.each([
    [0, 5],
    [5, 0],
    [-1, 5],
    [5, -1],
    [5, 1.5],
    [Number.NaN, 5],
    [5, Number.NaN],
    [Number.POSITIVE_INFINITY, 5],
  ])('refuses %d frames, %d wanted', (total, wanted) => {
    expect(() => uniformFrameIndices(total, wanted)).toThrow(InvalidSelectionError);
  });
});

describe('uniformFrames', () => {
  test.each([
    [1, 1],
    [1, 50],
    [2, 2],
    [2, 16],
    [8, 8],
    [8, 50],
    [50, 50],
  ])('takes each of %d frames once where %d are wanted', (total, frames) => {
    expect(uniformFrames({ frames }).select(testVideo({ frames: total }))).toEqual({ indices: all(total) });
  });

  test('takes each frame of a range once where all fit', () => {
    const info = testVideo({ frames: 100, frameRate: 10 });
    const sampler = uniformFrames({ frames: 16, startSeconds: 2, endSeconds: 3 });
    expect(sampler.select(info)).toEqual({ indices: all(10).map((index) => 20 + index) });
  });

  test('never takes a frame twice, in any video of up to 300 frames and of many frames', () => {
    const rises = (indices: readonly number[], total: number) =>
      indices.every((index, i) => index > (indices[i - 1] ?? -1)) && indices.at(-1)! < total;
    const wrong: string[] = [];
    const check = (total: number, wanted: readonly number[]) => {
      const info = testVideo({ frames: total });
      for (const frames of wanted) {
        const { indices } = uniformFrames({ frames }).select(info) as { indices: number[] };
        if (indices.length === Math.min(total, frames) && rises(indices, total)) continue;
        wrong.push(`${frames} of ${total}`);
      }
    };
    for (let total = 1; total <= 300; total += 1) {
      check(
        total,
        all(total + 1).map((frames) => frames + 1),
      );
    }
    for (const total of [9973, 50021])
      check(total, [51, total - 997, total - 3, total - 2, total - 1, total]);
    expect(wrong).toEqual([]);
  });

  test('takes the whole video without a range', () => {
    expect(uniformFrames({ frames: 50 }).select(testVideo({ frames: 300 }))).toEqual({
      indices: uniformFrameIndices(300, 50),
    });
  });

  test('takes frames that start in the range, end excluded, by the same formula', () => {
    const info = testVideo({ frames: 100, frameRate: 10 });
    const { indices } = uniformFrames({ frames: 5, startSeconds: 2, endSeconds: 4 }).select(info) as {
      indices: number[];
    };
    expect(indices).toEqual(uniformFrameIndices(20, 5).map((index) => 20 + index));
  });

  test('keeps to a range of one frame', () => {
    const info = testVideo({ frames: 100, frameRate: 10 });
    const sampler = uniformFrames({ frames: 5, startSeconds: 2, endSeconds: 2.05 });
    expect(sampler.select(info)).toEqual({ indices: [20] });
  });

  test('counts time from the container’s zero', () => {
    const info = testVideo({ frames: 100, frameRate: 10, startSeconds: 7 });
    expect(uniformFrames({ frames: 1, startSeconds: 7.3, endSeconds: 7.4 }).select(info)).toEqual({
      indices: [3],
    });
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %d frames', (frames) => {
    expect(() => uniformFrames({ frames })).toThrow(InvalidSelectionError);
  });

  test.each([
    { startSeconds: 3, endSeconds: 3 },
    { startSeconds: 4, endSeconds: 3 },
    { startSeconds: Number.NaN },
    { endSeconds: Number.NaN },
    { startSeconds: -1 },
    { endSeconds: Number.POSITIVE_INFINITY },
  ])('refuses the range %o', (range) => {
    expect(() => uniformFrames({ frames: 5, ...range })).toThrow(InvalidSelectionError);
  });

  test.each([{ startSeconds: 10 }, { endSeconds: 0 }, { startSeconds: 0.11, endSeconds: 0.19 }])(
    'refuses a range without frames: %o',
    (range) => {
      const info = testVideo({ frames: 100, frameRate: 10 });
      expect(() => uniformFrames({ frames: 5, ...range }).select(info)).toThrow(InvalidSelectionError);
    },
  );

  test('has an id that names every setting', () => {
    expect(uniformFrames({ frames: 50 }).id).toBe('uniform-distinct-50');
    expect(uniformFrames({ frames: 50, startSeconds: 1.5, endSeconds: 9 }).id).toBe(
      'uniform-distinct-50-from-1.5s-to-9s',
    );
  });
});

describe('originalUniformFrames', () => {
  test.each([
    [2, [0, 0]],
    [8, [0, 1, 2, 3, 4, 4, 5, 6]],
    [9, [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('of %d frames takes what the original takes of them', (total, indices) => {
    expect(originalUniformFrames({ frames: 8 }).select(testVideo({ frames: total }))).toEqual({ indices });
  });

  test('has an id of its own', () => {
    expect(originalUniformFrames({ frames: 50, endSeconds: 9 }).id).toBe('uniform-50-to-9s');
  });
});
