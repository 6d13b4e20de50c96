import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { secondEdition } from './editions.ts';
import { orderGap, shortEvent } from './make-plot.ts';
import { makeScene } from './make-scene.ts';
import { labelPatches } from './patch-labels.ts';
import { askQuestions } from './questions.ts';
import { createRandom } from './random.ts';
import { renderFrame } from './render.ts';
import type { DrawnShape } from './scene.ts';
import { appearsLater, fieldPlace, isBrief, positionAt, sceneExtent, writtenDigits } from './scene.ts';

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

  test('small digits stand in one to three equally long lines, lie in the picture and are kept clear of', () => {
    const writings = scenes.flatMap(({ writing }) => (writing ? [writing] : []));
    expect(writings.length).toBeGreaterThan(200);
    expect(new Set(writings.flatMap(({ lines }) => lines.flat())).size).toBe(10);
    expect(new Set(writings.map(({ lines }) => lines.length)).size).toBe(3);
    for (const { writing, digit, field, objects, aspectRatio } of scenes) {
      if (!writing) continue;
      expect(digit ?? field).toBeUndefined();
      expect([3, 4]).toContain(writing.lines[0]?.length);
      expect(new Set(writing.lines.map(({ length }) => length)).size).toBe(1);
      expect(writing.linePitch).toBeGreaterThanOrEqual(1 / 8);
      expect(objects.map(({ colour }) => colour)).not.toContain(writing.colour);
      const places = writtenDigits(writing);
      for (const { x, y } of places) {
        expect(Math.min(x, 1 - x)).toBeGreaterThan(writing.pitch / 2);
        expect(Math.min(y, 1 - y)).toBeGreaterThan(writing.height / 2);
      }
      expectClear(objects, places, aspectRatio);
    }
  });

  test('small shapes are all alike but one, lie in the picture, are kept clear of and are unlike the large ones', () => {
    const fields = scenes.flatMap(({ field }) => (field ? [field] : []));
    expect(fields.length).toBeGreaterThan(50);
    for (const { writing, digit, field, objects, aspectRatio } of scenes) {
      if (!field) continue;
      expect(digit ?? writing).toBeUndefined();
      expect(field.shape).not.toBe(field.oddShape);
      expect(field.oddIndex).toBeLessThan(field.rows * field.columns);
      expect(objects.map(({ colour }) => colour)).not.toContain(field.colour);
      expect(objects.map(({ shape }) => shape)).not.toContain(field.shape);
      expect(objects.map(({ shape }) => shape)).not.toContain(field.oddShape);
      const places = Array.from({ length: field.rows * field.columns }, (_, index) =>
        fieldPlace(field, index),
      );
      for (const { x, y } of places) {
        expect(Math.min(x, 1 - x)).toBeGreaterThan(field.pitchX / 2);
        expect(Math.min(y, 1 - y)).toBeGreaterThan(field.pitchY / 2);
      }
      expectClear(objects, places, aspectRatio);
    }
  });
});

/** Expects that no object covers any of the places at any time. */
function expectClear(
  objects: readonly DrawnShape[],
  places: readonly { readonly x: number; readonly y: number }[],
  aspectRatio: number,
): void {
  const extent = sceneExtent({ aspectRatio });
  for (const object of objects) {
    for (let step = 0; step <= 8; step += 1) {
      const at = positionAt(object, step / 8);
      for (const { x, y } of places) {
        const away = Math.hypot((at.x - x) * extent.width, (at.y - y) * extent.height);
        expect(away).toBeGreaterThan(object.radius);
      }
    }
  }
}
