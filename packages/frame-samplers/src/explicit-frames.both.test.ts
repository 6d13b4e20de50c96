import { InvalidSelectionError } from '@slowfast/spec';
import { frameSamplerConformance } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { explicitFrames } from './explicit-frames.ts';
import { testVideo } from './test-video.ts';

frameSamplerConformance('explicitFrames by index', { create: () => explicitFrames({ indices: [0, 3] }) });
frameSamplerConformance('explicitFrames by time', {
  create: () => explicitFrames({ timestampsSeconds: [0.1, 0.2] }),
});

describe('explicitFrames', () => {
  const info = testVideo({ frames: 100, frameRate: 10, startSeconds: 0.25 });

  test('sorts indices and keeps repeats', () => {
    expect(explicitFrames({ indices: [9, 2, 9, 99] }).select(info)).toEqual({ indices: [2, 9, 9, 99] });
  });

  test('takes the frame that is shown at a time', () => {
    const sampler = explicitFrames({ timestampsSeconds: [5.26, 0.25, 0.34, 0.35, 0.36] });
    expect(sampler.select(info)).toEqual({ indices: [0, 0, 1, 1, 50] });
  });

  test('takes the last frame until it ends', () => {
    expect(explicitFrames({ timestampsSeconds: [0.25, 10.24] }).select(info)).toEqual({ indices: [0, 99] });
  });

  test('says where the first frame starts when asked for a time before', () => {
    expect(() => explicitFrames({ timestampsSeconds: [0.24, 1] }).select(info)).toThrow(
      'found the time 0.24 s, expected a time from the first frame on, 0.25 s',
    );
  });

  test.each([
    { indices: [] },
    { indices: [-1] },
    { indices: [1.5] },
    { indices: [Number.NaN] },
    { timestampsSeconds: [] },
    { timestampsSeconds: [-0.1] },
    { timestampsSeconds: [Number.NaN] },
    { timestampsSeconds: [Number.POSITIVE_INFINITY] },
  ])('refuses %o', (selection) => {
    expect(() => explicitFrames(selection)).toThrow(InvalidSelectionError);
  });

  test.each([{ indices: [100] }, { timestampsSeconds: [10.25] }])(
    'refuses %o outside the video',
    (selection) => {
      expect(() => explicitFrames(selection).select(info)).toThrow(InvalidSelectionError);
    },
  );

  test('has an id that names every frame', () => {
    expect(explicitFrames({ indices: [9, 2] }).id).toBe('indices-2,9');
    expect(explicitFrames({ timestampsSeconds: [1.5] }).id).toBe('seconds-1.5');
  });
});
