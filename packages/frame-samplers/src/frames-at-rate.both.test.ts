import { InvalidSelectionError } from '@slowfast/spec';
import { frameSamplerConformance } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { framesAtRate } from './frames-at-rate.ts';
import { testVideo } from './test-video.ts';
import { uniformFrameIndices } from './uniform-frame-indices.ts';

frameSamplerConformance('framesAtRate', {
  create: () => framesAtRate({ framesPerSecond: 2, maxFrames: 16 }),
});

describe('framesAtRate', () => {
  test.each([
    { framesPerSecond: 1, expected: [0, 10, 20, 30] },
    { framesPerSecond: 2, expected: [0, 5, 10, 15, 20, 25, 30, 35] },
    { framesPerSecond: 3, expected: [0, 3, 7, 10, 13, 17, 20, 23, 27, 30, 33, 37] },
    { framesPerSecond: 0.5, expected: [0, 20] },
    { framesPerSecond: 0.001, expected: [0] },
  ])('$framesPerSecond per second of four seconds', ({ framesPerSecond, expected }) => {
    const info = testVideo({ frames: 40, frameRate: 10 });
    expect(framesAtRate({ framesPerSecond, maxFrames: 100 }).select(info)).toEqual({ indices: expected });
  });

  test.each([30, 1000, 1e12])('takes every frame once at %d per second', (framesPerSecond) => {
    const info = testVideo({ frames: 40, frameRate: 10 });
    const { indices } = framesAtRate({ framesPerSecond, maxFrames: 100 }).select(info) as {
      indices: number[];
    };
    expect(indices).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  test('does not miss frames whose times were rounded to milliseconds', () => {
    const info = {
      ...testVideo({ frames: 90, frameRate: 30 }),
      frameTimestampsSeconds: Float64Array.from({ length: 90 }, (_, i) => Math.round((i * 1000) / 30) / 1000),
    };
    expect(framesAtRate({ framesPerSecond: 30, maxFrames: 90 }).select(info)).toEqual({
      indices: Array.from({ length: 90 }, (_, i) => i),
    });
  });

  test('takes the nearest frame where the frame rate changes', () => {
    const info = {
      ...testVideo({ frames: 5 }),
      durationSeconds: 5,
      frameTimestampsSeconds: Float64Array.of(0, 0.9, 1.2, 3.4, 3.9),
    };
    expect(framesAtRate({ framesPerSecond: 1, maxFrames: 9 }).select(info)).toEqual({
      indices: [0, 1, 2, 3, 4],
    });
  });

  test('spreads frames evenly where the rate gives more than the limit', () => {
    const info = testVideo({ frames: 100, frameRate: 10 });
    expect(framesAtRate({ framesPerSecond: 1, maxFrames: 10 }).select(info)).toEqual({
      indices: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
    });
    expect(framesAtRate({ framesPerSecond: 1, maxFrames: 9 }).select(info)).toEqual({
      indices: uniformFrameIndices(100, 9),
    });
  });

  test('keeps to the range, end excluded', () => {
    const info = testVideo({ frames: 100, frameRate: 10 });
    const sampler = framesAtRate({ framesPerSecond: 2, maxFrames: 99, startSeconds: 3, endSeconds: 5 });
    expect(sampler.select(info)).toEqual({ indices: [30, 35, 40, 45] });
  });

  test.each([
    { framesPerSecond: 0, maxFrames: 5 },
    { framesPerSecond: -1, maxFrames: 5 },
    { framesPerSecond: Number.NaN, maxFrames: 5 },
    { framesPerSecond: Number.POSITIVE_INFINITY, maxFrames: 5 },
    { framesPerSecond: 1, maxFrames: 0 },
    { framesPerSecond: 1, maxFrames: 2.5 },
    { framesPerSecond: 1, maxFrames: Number.NaN },
    { framesPerSecond: 1, maxFrames: 5, startSeconds: 2, endSeconds: 1 },
  ])('refuses %o', (settings) => {
    expect(() => framesAtRate(settings)).toThrow(InvalidSelectionError);
  });

  test('refuses a range outside the video', () => {
    const sampler = framesAtRate({ framesPerSecond: 1, maxFrames: 5, startSeconds: 60 });
    expect(() => sampler.select(testVideo({ frames: 100 }))).toThrow(InvalidSelectionError);
  });

  test('has an id that names every setting', () => {
    expect(framesAtRate({ framesPerSecond: 0.5, maxFrames: 64, endSeconds: 9 }).id).toBe(
      'rate-0.5-max-64-to-9s',
    );
  });
});
