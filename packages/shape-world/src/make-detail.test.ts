import { describe, expect, test } from 'vitest';
import { makeScene } from './make-scene.ts';
import { createRandom } from './random.ts';
import type { DrawnShape } from './scene.ts';
import { positionAt, sceneExtent, smallShapes, writtenDigits } from './scene.ts';

describe('the details of a scene', () => {
  const scenes = Array.from({ length: 800 }, (_, index) =>
    makeScene(createRandom('validation', 31, index), { moving: true }),
  );

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
      const places = smallShapes(field);
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
