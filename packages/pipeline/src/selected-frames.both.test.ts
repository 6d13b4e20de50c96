import { InvalidSelectionError, type VideoInfo } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { selectedFrames } from './selected-frames.ts';

const info: VideoInfo = {
  container: 'mp4',
  codec: 'h264',
  width: 4,
  height: 4,
  rotationDegrees: 0,
  frameCount: 4,
  durationSeconds: 2,
  frameRate: 2,
  frameTimestampsSeconds: Float64Array.of(0.5, 1, 1.25, 2),
};

test('selections by time and by index name the same frames', () => {
  expect(selectedFrames({ timestampsSeconds: [1, 1.3] }, info)).toEqual(
    selectedFrames({ indices: [1, 2] }, info),
  );
});

test('a frame that is not there, and none at all, are refused', () => {
  expect(() => selectedFrames({ indices: [4] }, info)).toThrow(InvalidSelectionError);
  expect(() => selectedFrames({ indices: [] }, info)).toThrow(InvalidSelectionError);
  expect(() => selectedFrames({ timestampsSeconds: [0.4, 1] }, info)).toThrow(InvalidSelectionError);
});
