import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { secondEdition } from './editions.ts';
import { orderGap, shortEvent } from './make-plot.ts';
import { makeScene } from './make-scene.ts';
import { labelPatches } from './patch-labels.ts';
import { askQuestions } from './questions.ts';
import { createRandom } from './random.ts';
import { renderFrame } from './render.ts';
import { appearsLater, isBrief, positionAt, rowDigitX, sceneExtent } from './scene.ts';

test('the first edition stays as it was when the fixed clips were made', () => {
  const hash = createHash('sha256');
  const raster = { width: 64, height: 64 };
  for (let index = 0; index < 100; index += 1) {
    const random = createRandom('test', 3, index);
    const scene = makeScene(random, { moving: true, aspectRatio: 4 / 3, maximumNoise: 2 });
    hash.update(JSON.stringify([scene, askQuestions(scene, random, { count: 12, moving: true })]));
    if (index >= 15) continue;
    hash.update(renderFrame(scene, 0.4, 64, 64)).update(labelPatches(scene, 0.4, raster, 8));
  }
  // Taken before there was a second edition.
  expect(hash.digest('hex').slice(0, 16)).toBe('fbd90ec15b826b62');
});

describe('the second edition', () => {
  const scenes = Array.from({ length: 800 }, (_, index) =>
    makeScene(createRandom('validation', 31, index), { moving: true, edition: secondEdition }),
  );
  const events = scenes.flatMap(({ objects }) => objects.filter(isBrief));

  test('what is brief is there for one or two of 16 frames, and mostly between two of four', () => {
    const isShown = (time: number, visible: { from: number; to: number }): boolean =>
      time >= visible.from && time < visible.to;
    const middles = (count: number) => Array.from({ length: count }, (_, index) => (index + 0.5) / count);
    const missed = events.filter(({ visible }) => {
      if (!visible) throw new Error('A brief thing has its time.');
      expect(visible.to - visible.from).toBeGreaterThanOrEqual(shortEvent[0] - 1e-9);
      expect(visible.to - visible.from).toBeLessThanOrEqual(shortEvent[1] + 1e-9);
      expect(visible.from).toBeGreaterThan(0);
      expect(visible.to).toBeLessThan(1);
      const frames = middles(16).map((time) => isShown(time, visible));
      expect(frames.filter(Boolean).length).toBeGreaterThanOrEqual(1);
      expect(frames.filter(Boolean).length).toBeLessThanOrEqual(2);
      return [0, 4, 8, 12].every((frame) => !frames[frame]);
    });
    expect(events.length).toBeGreaterThan(200);
    expect(missed.length / events.length).toBeGreaterThan(0.7);
  });

  test('of things that appear and stay there are two or none, and a while lies between them', () => {
    const ordered = scenes
      .map(({ objects }) => objects.filter(appearsLater))
      .filter(({ length }) => length > 0);
    expect(ordered.length).toBeGreaterThan(80);
    for (const pair of ordered) {
      expect(pair).toHaveLength(2);
      const [one, other] = pair.map((object) => object.visible?.from ?? 0) as [number, number];
      expect(Math.abs(one - other)).toBeGreaterThanOrEqual(orderGap[0] - 1e-9);
      expect(Math.min(one, other)).toBeGreaterThan(1 / 16);
      expect(Math.max(one, other)).toBeLessThan(1 - 1 / 16);
    }
    const firstDrawnFirst = ordered.filter(([one, other]) => one!.visible!.from < other!.visible!.from);
    expect(firstDrawnFirst.length / ordered.length).toBeGreaterThan(0.35);
    expect(firstDrawnFirst.length / ordered.length).toBeLessThan(0.65);
  });

  test('rows hold three or four digits, lie in the picture and are kept clear of', () => {
    const rows = scenes.flatMap(({ row }) => (row ? [row] : []));
    expect(rows.length).toBeGreaterThan(250);
    expect(new Set(rows.flatMap(({ values }) => values)).size).toBe(10);
    for (const { row, digit, objects, aspectRatio } of scenes) {
      if (!row) continue;
      expect(digit).toBeUndefined();
      expect([3, 4]).toContain(row.values.length);
      const half = (row.values.length * row.pitch) / 2;
      expect(Math.min(row.x - half, 1 - row.x - half)).toBeGreaterThan(0);
      expect(Math.min(row.y, 1 - row.y)).toBeGreaterThan(row.height / 2);
      expect(objects.map(({ colour }) => colour)).not.toContain(row.colour);
      const extent = sceneExtent({ aspectRatio });
      for (const object of objects) {
        for (let step = 0; step <= 8; step += 1) {
          const { x, y } = positionAt(object, step / 8);
          for (const index of row.values.keys()) {
            const away = Math.hypot((x - rowDigitX(row, index)) * extent.width, (y - row.y) * extent.height);
            expect(away).toBeGreaterThan(object.radius);
          }
        }
      }
    }
  });
});
