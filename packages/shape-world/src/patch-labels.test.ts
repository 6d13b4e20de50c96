import { describe, expect, test } from 'vitest';
import { pureColour } from './palette.ts';
import { labelPatches, patchLabelPlanes, stretchOffsets, unclearLabel } from './patch-labels.ts';
import type { Scene } from './scene.ts';
import { smallShapes } from './scene.ts';

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

  test('each small digit is named by the one patch that its centre lies in', () => {
    const writing = { lines: [[4, 0, 7]], colour: 'white', rgb: pureColour('white') } as const;
    for (const [x, y] of [
      [0.5, 0.5],
      [0.47, 0.28],
      [0.53, 0.81],
    ] as const) {
      const there = { ...writing, x, y, pitch: 0.135, height: 0.14, linePitch: 0.15 };
      const { digit: _, ...rest } = scene;
      const digits = labelPatches({ ...rest, objects: [], writing: there }, 0, raster, 8).subarray(128, 192);
      const named = [...digits.entries()].filter(([, label]) => label > 0 && label !== unclearLabel);
      expect(named).toEqual(
        [-0.135, 0, 0.135].map((away, index) => [patchOf(x + away, y), [5, 1, 8][index]]),
      );
    }
  });

  test('each small shape is named by the one patch that its centre lies in', () => {
    const field = {
      rows: 2,
      columns: 3,
      shape: 'star',
      oddShape: 'cross',
      oddIndex: 4,
      colour: 'white',
      rgb: pureColour('white'),
      x: 0.47,
      y: 0.53,
      pitchX: 0.135,
      pitchY: 0.14,
    } as const;
    const { digit: _, ...rest } = scene;
    const there = labelPatches({ ...rest, objects: [], field }, 0, raster, 8);
    const named = [...there.subarray(0, 64).entries()].filter(
      ([, label]) => label > 0 && label !== unclearLabel,
    );
    expect(named).toEqual(smallShapes(field).map(({ x, y }, index) => [patchOf(x, y), index === 4 ? 5 : 4]));
    expect([...there.subarray(128, 192)].every((label) => label === 0 || label === unclearLabel)).toBe(true);
  });

  test('in a tile the way to the centre is a part of the tile', () => {
    const tiling = { rows: 2, columns: 1 };
    const stretched = stretchOffsets(labels.slice(), tiling);
    const patch = patchOf(0.2, 0.2);
    expect(stretched[3 * 64 + patch]).toBe(plane('offsetX')[patch]);
    expect(stretched[4 * 64 + patch]).toBe(128 + 2 * ((plane('offsetY')[patch] as number) - 128));
  });
});
