import { type FrameSampler, type FrameSelection, isSlowFastError, type VideoInfo } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link frameSamplerConformance} needs. */
export interface FrameSamplerConformanceOptions extends ConformanceOptions {
  /** A sampler, always with the same settings. */
  readonly create: () => FrameSampler;
}

/** What every frame sampler must do, whatever it chooses. */
export function frameSamplerConformance(name: string, options: FrameSamplerConformanceOptions): void {
  const test = suiteTest(options);
  describe(`${name}: frame sampler`, () => {
    test('selects one or more frames of the video, not decreasing', () => {
      for (const info of videos) {
        const selection = selectionOf(options.create(), info);
        if (selection === undefined) continue;
        const values = 'indices' in selection ? selection.indices : selection.timestampsSeconds;
        const end = 'indices' in selection ? info.frameCount : endSeconds(info);
        expect(values.length).toBeGreaterThan(0);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
        expect(values.every((value) => value >= 0 && value < end)).toBe(true);
        if ('indices' in selection) expect(values.every(Number.isInteger)).toBe(true);
      }
    });

    test('fits at least one of the videos', () => {
      const selections = videos.map((info) => selectionOf(options.create(), info));
      expect(selections.some((selection) => selection !== undefined)).toBe(true);
    });

    test('is pure: the same video gives the same selection', () => {
      const sampler = options.create();
      const first = videos.map((info) => selectionOf(sampler, info));
      const again = videos.map((info) => selectionOf(sampler, info));
      const other = videos.map((info) => selectionOf(options.create(), info));
      expect(again).toEqual(first);
      expect(other).toEqual(first);
    });

    test('has a stable id', () => {
      expect(options.create().id).not.toBe('');
      expect(options.create().id).toBe(options.create().id);
    });

    test('does not change what it is told of the video', () => {
      for (const info of videos) {
        const before = structuredClone(info);
        selectionOf(options.create(), info);
        expect(info).toEqual(before);
      }
    });
  });
}

/** Undefined where the sampler refuses the video with the error that is meant for it. */
function selectionOf(sampler: FrameSampler, info: VideoInfo): FrameSelection | undefined {
  try {
    return sampler.select(info);
  } catch (error) {
    if (isSlowFastError(error) && error.code === 'invalid-selection') return undefined;
    throw error;
  }
}

const videos: readonly VideoInfo[] = [
  video(1, 25),
  video(2, 30),
  video(30, 10),
  video(307, 29.97),
  video(1000, 60, 1.5),
  { ...video(4, 1), frameTimestampsSeconds: Float64Array.of(0, 0.1, 2.5, 3.9) },
];

function video(frameCount: number, frameRate: number, startSeconds = 0): VideoInfo {
  return {
    container: 'mp4',
    codec: 'h264',
    width: 64,
    height: 48,
    rotationDegrees: 0,
    frameCount,
    durationSeconds: frameCount / frameRate,
    frameRate,
    frameTimestampsSeconds: Float64Array.from({ length: frameCount }, (_, i) => startSeconds + i / frameRate),
  };
}

function endSeconds(info: VideoInfo): number {
  return info.frameTimestampsSeconds[0]! + info.durationSeconds;
}
