import { describe, expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { frameTimes, makeClip, makeStill, makeTiledStill } from './samples.ts';
import { appearsLater, isBrief } from './scene.ts';

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

  test('a tiled still is the picture and two or four tiles, which together show the same at twice the size', () => {
    const counts = new Set<number>();
    for (let index = 0; index < 40; index += 1) {
      const { frames, scene } = makeTiledStill(createRandom('train', 3, index), 32, 1);
      counts.add(frames.length);
      if (frames.length !== 5 || scene.noise > 0) continue;
      const [whole, ...tiles] = frames as [Uint8Array, ...Uint8Array[]];
      let difference = 0;
      for (let row = 0; row < 32; row += 1) {
        for (let column = 0; column < 32; column += 1) {
          const tile = tiles[Math.floor(row / 16) * 2 + Math.floor(column / 16)] as Uint8Array;
          const at = (y: number, x: number): number =>
            tile[(((row % 16) * 2 + y) * 32 + (column % 16) * 2 + x) * 3] as number;
          const mean = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
          difference += Math.abs(mean - (whole[(row * 32 + column) * 3] as number)) / 1024;
        }
      }
      expect(difference).toBeLessThan(2);
    }
    expect([...counts].sort()).toEqual([3, 5]);
  });

  test('a clip says which of its frames show what is brief, and from which frame on things are there', () => {
    let events = 0;
    let appearances = 0;
    for (let index = 0; index < 60; index += 1) {
      const clip = makeClip(createRandom('train', 4, index), 48, 16, 1);
      const event = clip.scene.objects.find(isBrief);
      const duration = event?.visible ? event.visible.to - event.visible.from : 0;
      expect(Math.abs(clip.briefFrames.length - duration * 16)).toBeLessThan(1.3);
      if (event) events += 1;
      const from = clip.scene.objects.filter(appearsLater).map((object) => object.visible?.from ?? 0);
      expect(clip.appearanceFrames).toHaveLength(from.length);
      for (const [place, start] of from.sort().entries()) {
        expect(Math.abs((clip.appearanceFrames[place] as number) - start * 16)).toBeLessThan(1.4);
        appearances += 1;
      }
    }
    expect(Math.min(events, appearances)).toBeGreaterThan(5);
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
