import type { VideoInfo } from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { findSteps } from './find-steps.ts';

const infoOf = (times: readonly number[], endSeconds: number): VideoInfo => ({
  ...fakeFrameSource().info,
  frameCount: times.length,
  frameTimestampsSeconds: Float64Array.from(times),
  durationSeconds: endSeconds - times[0]!,
});

describe('steps', () => {
  test('are the 32nd part of the range, a second at most, and an eighth of that is resolved', () => {
    const of = (frameCount: number) => findSteps(fakeFrameSource({ frameCount, frameRate: 100 }).info, {});
    expect(of(1600)).toMatchObject({ stepSeconds: 0.5, resolutionSeconds: 0.0625 });
    expect(of(1600).indices).toHaveLength(32);
    expect(of(100_000)).toMatchObject({ stepSeconds: 1 });
    expect(of(100_000).indices).toHaveLength(1000);
    expect(
      findSteps(fakeFrameSource({ frameCount: 100_000 }).info, { startSeconds: 5, endSeconds: 13 }),
    ).toMatchObject({ stepSeconds: 0.25 });
  });

  test('take each frame once, however short they are', () => {
    const { info } = fakeFrameSource({ frameCount: 7 });
    for (const stepSeconds of [1e-9, 0.05, 0.09, 0.1]) {
      expect(findSteps(info, { stepSeconds }).indices).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
    expect(findSteps(info, { stepSeconds: 0.15 }).indices).toEqual([0, 1, 3, 4, 6]);
    expect(findSteps(info, { stepSeconds: 100 }).indices).toEqual([0]);
  });

  test('go on behind a frame that is shown for long, and begin where the video does', () => {
    const info = infoOf([2, 2.1, 2.2, 9, 9.1, 9.2, 9.3], 9.4);
    expect(findSteps(info, { stepSeconds: 0.2 })).toMatchObject({
      ...{ startSeconds: 2, endSeconds: 9.4, endIndex: 7 },
      indices: [0, 2, 3, 5],
    });
    // Frames that start in the range, its end excluded.
    expect(findSteps(info, { stepSeconds: 0.05, startSeconds: 2.1, endSeconds: 9.1 })).toMatchObject({
      ...{ startSeconds: 2.1, endSeconds: 9.1, endIndex: 4 },
      indices: [1, 2, 3],
    });
  });

  test('are in the usual range where the options have none', () => {
    const { info } = fakeFrameSource({ frameCount: 100 });
    const usual = { startSeconds: 2, endSeconds: 4 };
    expect(findSteps(info, {}, usual)).toMatchObject({ startSeconds: 2, endSeconds: 4 });
    expect(findSteps(info, { endSeconds: 7 }, usual)).toMatchObject({ startSeconds: 2, endSeconds: 7 });
  });
});
