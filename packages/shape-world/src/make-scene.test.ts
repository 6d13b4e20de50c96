import { describe, expect, test } from 'vitest';
import { leastContrast, makeScene } from './make-scene.ts';
import { colourDistance } from './palette.ts';
import { createRandom } from './random.ts';
import { isBrief, positionAt } from './scene.ts';

const scenes = Array.from({ length: 400 }, (_, index) =>
  makeScene(createRandom('validation', 9, index), { moving: true }),
);

describe('makeScene', () => {
  test('equal generators give equal scenes', () => {
    const again = makeScene(createRandom('validation', 9, 7), { moving: true });
    expect(again).toEqual(scenes[7]);
  });

  test('a scene survives JSON', () => {
    expect(JSON.parse(JSON.stringify(scenes[3]))).toEqual(scenes[3]);
  });

  test('there are one to three objects, which share neither shape nor colour', () => {
    for (const { objects, digit } of scenes) {
      expect(objects.length).toBeGreaterThan(0);
      expect(objects.length).toBeLessThan(4);
      const colours = [...objects.map((object) => object.colour), ...(digit ? [digit.colour] : [])];
      expect(new Set(colours).size).toBe(colours.length);
      expect(new Set(objects.map((object) => object.shape)).size).toBe(objects.length);
    }
  });

  test('everything stands out from the background', () => {
    for (const { objects, digit, background } of scenes) {
      for (const { rgb } of [...objects, ...(digit ? [digit] : [])]) {
        expect(colourDistance(rgb, background.from)).toBeGreaterThanOrEqual(leastContrast);
        expect(colourDistance(rgb, background.to)).toBeGreaterThanOrEqual(leastContrast);
      }
    }
  });

  test('objects stay in the picture from beginning to end', () => {
    for (const { objects } of scenes) {
      for (const object of objects) {
        for (const time of [0, 1]) {
          const { x, y } = positionAt(object, time);
          expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThan(0.04);
        }
      }
    }
  });

  test('what moves goes 18 to 30 of 64 pixels, what is brief stands still and is there for about two of 16 frames', () => {
    for (const object of scenes.flatMap((scene) => scene.objects)) {
      if (object.motion !== 'still') {
        expect(object.distance * 64).toBeGreaterThanOrEqual(18);
        expect(object.distance * 64).toBeLessThanOrEqual(30);
      }
      if (object.visible) {
        expect(object.motion).toBe('still');
        const frames = (object.visible.to - object.visible.from) * 16;
        expect(frames).toBeGreaterThan(1.8);
        expect(frames).toBeLessThan(2.6);
      }
    }
    expect(scenes.some((scene) => scene.objects.some(isBrief))).toBe(true);
  });

  test('a still scene neither moves nor changes', () => {
    for (let index = 0; index < 50; index += 1) {
      const { objects } = makeScene(createRandom('validation', 4, index), { moving: false });
      expect(objects.every((object) => object.motion === 'still' && !isBrief(object))).toBe(true);
    }
  });
});
