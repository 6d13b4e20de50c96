import { describe, expect, test } from 'vitest';
import { leastContrast, makeScene } from './make-scene.ts';
import { greatestDistance, leastDistance } from './odds.ts';
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
    for (const { objects, ...details } of scenes) {
      const { digit, writing, field } = details;
      expect(objects.length).toBeGreaterThan(0);
      expect(objects.length).toBeLessThan(4);
      const things = [...objects, digit, writing, field].filter((thing) => thing !== undefined);
      const colours = things.map(({ colour }) => colour);
      expect(new Set(colours).size).toBe(colours.length);
      expect(new Set(objects.map((object) => object.shape)).size).toBe(objects.length);
    }
  });

  test('everything stands out from the background', () => {
    for (const { objects, digit, writing, field, background } of scenes) {
      const things = [...objects, digit, writing, field].filter((thing) => thing !== undefined);
      for (const { rgb } of things) {
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

  test('what moves goes a quarter to three quarters of the picture, what comes or goes stands still', () => {
    for (const object of scenes.flatMap((scene) => scene.objects)) {
      if (object.motion !== 'still') {
        expect(object.distance).toBeGreaterThanOrEqual(leastDistance);
        expect(object.distance).toBeLessThanOrEqual(greatestDistance);
      }
      if (object.visible) expect(object.motion).toBe('still');
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
