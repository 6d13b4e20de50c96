import { describe, expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { frameTimes, makeClip, makeStill } from './samples.ts';

describe('samples', () => {
  test('a still has a picture and five labels for each of its 64 patches', () => {
    const still = makeStill(createRandom('train', 1, 1), 64);
    expect(still.pixels).toHaveLength(64 * 64 * 3);
    expect(still.labels).toHaveLength(5 * 64);
  });

  test('a clip has as many frames and questions as asked for', () => {
    const clip = makeClip(createRandom('train', 1, 2), 32, 5, 7);
    expect(clip.frames).toHaveLength(5);
    expect(clip.frames.every((frame) => frame.length === 32 * 32 * 3)).toBe(true);
    expect(clip.questions).toHaveLength(7);
  });

  test('frame times rise and stay in the clip', () => {
    for (let index = 0; index < 100; index += 1) {
      const times = frameTimes(createRandom('train', 2, index), 16);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
      expect(times[0]).toBeGreaterThan(0);
      expect(times[15]).toBeLessThan(1);
    }
  });
});
