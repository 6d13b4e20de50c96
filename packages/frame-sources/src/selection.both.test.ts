import { InvalidSelectionError, type VideoInfo } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { selectedIndices } from './selection.ts';

const info: VideoInfo = {
  container: 'mp4',
  codec: 'h264',
  width: 4,
  height: 4,
  rotationDegrees: 0,
  frameCount: 4,
  durationSeconds: 2,
  frameRate: 2,
  frameTimestampsSeconds: Float64Array.of(10, 10.5, 10.9, 11.5),
};

describe('selectedIndices', () => {
  test('takes indices as they are', () => {
    expect(selectedIndices({ indices: [0, 0, 3] }, info)).toEqual([0, 0, 3]);
  });

  test('takes the last frame that starts at or before a time', () => {
    const timestampsSeconds = [10 - 1e-9, 10.49, 10.5, 10.9 - 1e-9, 11.49, 12];
    expect(selectedIndices({ timestampsSeconds }, info)).toEqual([0, 0, 1, 2, 2, 3]);
  });

  test.each([
    [{ indices: [] }, 'zero frames'],
    [{ timestampsSeconds: [] }, 'zero frames'],
    [{ indices: [2, 1] }, '1 after 2'],
    [{ indices: [4] }, 'found 4, expected an index from 0 to 3'],
    [{ indices: [-1] }, 'found -1'],
    [{ indices: [0.5] }, 'found 0.5'],
    [{ indices: [Number.NaN] }, 'found NaN'],
    [{ timestampsSeconds: [9.9] }, 'found 9.9, expected a time in seconds from 10 to 12'],
    [{ timestampsSeconds: [12.1] }, 'found 12.1'],
    [{ timestampsSeconds: [11, 10] }, '10 after 11'],
  ])('refuses %j', (selection, message) => {
    expect(() => selectedIndices(selection, info)).toThrow(InvalidSelectionError);
    expect(() => selectedIndices(selection, info)).toThrow(message);
  });
});
