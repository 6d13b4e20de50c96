import { describe, expect, test } from 'vitest';
import { pureColour } from './palette.ts';
import { labelPatches, patchLabelPlanes, unclearLabel } from './patch-labels.ts';
import type { Scene } from './scene.ts';

const scene: Scene = {
  aspectRatio: 1,
  background: {
    from: [100, 100, 100],
    to: [100, 100, 100],
    angleRadians: 0,
    waveAmplitude: 0,
    waveCounts: [1, 1],
  },
  noise: 0,
  noiseSeed: 1,
  objects: [
    {
      shape: 'square',
      colour: 'blue',
      rgb: pureColour('blue'),
      radius: 0.15,
      x: 0.25,
      y: 0.25,
      motion: 'still',
      distance: 0,
      rotationRadians: 0,
    },
  ],
  digit: { value: 4, colour: 'white', rgb: pureColour('white'), x: 0.75, y: 0.75, height: 0.3 },
};

const raster = { width: 64, height: 64 };
const patchOf = (x: number, y: number): number => Math.floor(y * 8) * 8 + Math.floor(x * 8);

describe('labelPatches', () => {
  const labels = labelPatches(scene, 0, raster, 8);
  const plane = (name: (typeof patchLabelPlanes)[number]): Uint8Array => {
    const start = patchLabelPlanes.indexOf(name) * 64;
    return labels.subarray(start, start + 64);
  };

  test('a patch inside a shape says shape, colour and the way to the centre', () => {
    const patch = patchOf(0.2, 0.2);
    expect(plane('shape')[patch]).toBe(2);
    expect(plane('colour')[patch]).toBe(3);
    expect(plane('digit')[patch]).toBe(0);
    expect(plane('offsetX')[patch]).toBe(Math.round(128 + 100 * (0.25 - 0.1875)));
    expect(plane('offsetY')[patch]).toBe(Math.round(128 + 100 * (0.25 - 0.1875)));
  });

  test('a patch on a digit says which', () => {
    const patch = patchOf(0.75, 0.75);
    expect(plane('shape')[patch]).toBe(7);
    expect(plane('colour')[patch]).toBe(7);
    expect(plane('digit')[patch]).toBe(5);
  });

  test('far patches say nothing, barely touched ones that they are unclear', () => {
    expect(plane('shape')[patchOf(0.95, 0.05)]).toBe(0);
    const grazing = { ...scene, objects: scene.objects.map((object) => ({ ...object, x: 0.25 + 0.006 })) };
    const moved = labelPatches(grazing, 0, raster, 8);
    expect(moved[patchOf(0.4, 0.25)]).toBe(unclearLabel);
  });
});
