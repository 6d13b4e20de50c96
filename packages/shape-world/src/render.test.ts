import { describe, expect, test } from 'vitest';
import { digitBitmaps } from './digit-font.ts';
import { makeScene } from './make-scene.ts';
import { colourDistance, colours, jitteredColour, pureColour } from './palette.ts';
import { createRandom } from './random.ts';
import { createFrameRenderer, renderFrame } from './render.ts';
import type { DrawnShape, Scene } from './scene.ts';
import { isVisibleAt, positionAt, shapes } from './scene.ts';

const plain: Scene = {
  aspectRatio: 4 / 3,
  background: {
    from: [100, 100, 100],
    to: [100, 100, 100],
    angleRadians: 0,
    waveAmplitude: 0,
    waveCounts: [1, 1],
  },
  noise: 0,
  noiseSeed: 1,
  objects: [],
};

const redShape = (more: Partial<DrawnShape>): DrawnShape => ({
  shape: 'circle',
  colour: 'red',
  rgb: pureColour('red'),
  radius: 0.15,
  x: 0.5,
  y: 0.5,
  motion: 'still',
  distance: 0,
  rotationRadians: 0,
  ...more,
});

function pixelAt(
  pixels: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): [number, number, number] {
  const start = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
  return [pixels[start] as number, pixels[start + 1] as number, pixels[start + 2] as number];
}

const coveredArea = (scene: Scene, width: number, height: number): number => {
  const pixels = renderFrame(scene, 0, width, height);
  let covered = 0;
  for (let index = 0; index < pixels.length; index += 3)
    covered += ((pixels[index] as number) - 100) / (217 - 100);
  return covered / (width * height);
};

describe('renderFrame', () => {
  test('equal scenes and times give equal pictures', () => {
    const scene = makeScene(createRandom('test', 2, 2), { moving: true });
    expect(renderFrame(scene, 0.4, 64, 64)).toEqual(renderFrame(scene, 0.4, 64, 64));
  });

  test('a shape covers the area that its geometry says, at any size and squashed too', () => {
    const circle = { ...plain, objects: [redShape({})] };
    for (const [width, height] of [
      [320, 240],
      [64, 64],
      [90, 160],
    ] as const) {
      expect(coveredArea(circle, width, height)).toBeCloseTo(Math.PI * 0.15 ** 2, 2);
    }
    const square = { ...plain, objects: [redShape({ shape: 'square' })] };
    expect(coveredArea(square, 320, 240)).toBeCloseTo((2 * 0.88 * 0.15) ** 2, 2);
  });

  test('edges are smooth: some pixels are partly covered', () => {
    const pixels = renderFrame({ ...plain, objects: [redShape({})] }, 0, 64, 64);
    const reds = new Set(pixels.filter((_, index) => index % 3 === 0));
    expect(reds.size).toBeGreaterThan(10);
  });

  test('the centre of every shape has its colour, wherever it has moved', () => {
    for (const shape of shapes) {
      const object = redShape({ shape, x: 0.3, motion: 'right', distance: 0.4 });
      for (const time of [0, 0.5, 1]) {
        const pixels = renderFrame({ ...plain, objects: [object] }, time, 160, 120);
        const { x, y } = positionAt(object, time);
        expect(pixelAt(pixels, 160, 120, x, y)).toEqual([217, 38, 38]);
      }
    }
  });

  test('an object is drawn only while it is there', () => {
    const scene = { ...plain, objects: [redShape({ visible: { from: 0.4, to: 0.6 } })] };
    const draw = createFrameRenderer(scene, 32, 32);
    expect(pixelAt(draw(0.3), 32, 32, 0.5, 0.5)).toEqual([100, 100, 100]);
    expect(pixelAt(draw(0.5), 32, 32, 0.5, 0.5)).toEqual([217, 38, 38]);
    expect(pixelAt(draw(0.6), 32, 32, 0.5, 0.5)).toEqual([100, 100, 100]);
  });

  test('small digits stand in lines, and can be read off the picture', () => {
    const writing = {
      lines: [
        [4, 0, 7],
        [9, 3, 3],
      ],
      colour: 'white',
      rgb: pureColour('white'),
      x: 0.5,
      y: 0.4,
      pitch: 0.14,
      height: 0.14,
      linePitch: 0.16,
    } as const;
    const size = 500;
    const pixels = renderFrame({ ...plain, writing }, 0.5, size, size);
    // Each digit is 50 by 70 pixels, cells of 10 by 10, the second ones about the middle, the lines 40 above and below.
    const places = [-40, 40].flatMap((down) => [-70, 0, 70].map((away) => ({ away, down })));
    const read = places.map(({ away, down }) => {
      const cells = Array.from({ length: 35 }, (_, cell) => {
        const x = 250 + away - 25 + (cell % 5) * 10 + 5;
        const y = 200 + down - 35 + Math.floor(cell / 5) * 10 + 5;
        return pixelAt(pixels, size, size, x / size, y / size)[0] > 170 ? 1 : 0;
      });
      return digitBitmaps.findIndex((bitmap) => bitmap.join('') === cells.join(''));
    });
    expect(read).toEqual([4, 0, 7, 9, 3, 3]);
  });

  test('what appears and stays is drawn from then on, to the last moment', () => {
    const scene = { ...plain, objects: [redShape({ visible: { from: 0.4, to: 1 } })] };
    const draw = createFrameRenderer(scene, 32, 32);
    expect(pixelAt(draw(0.39), 32, 32, 0.5, 0.5)).toEqual([100, 100, 100]);
    for (const time of [0.4, 0.9, 1]) expect(pixelAt(draw(time), 32, 32, 0.5, 0.5)).toEqual([217, 38, 38]);
  });

  test('in generated scenes the colour at a shape’s centre is nearest to the colour it is called', () => {
    for (let index = 0; index < 150; index += 1) {
      const scene = { ...makeScene(createRandom('test', 3, index), { moving: true }), noise: 0 };
      const pixels = renderFrame(scene, 0.5, 96, 96);
      for (const object of scene.objects) {
        if (!isVisibleAt(object, 0.5)) continue;
        const { x, y } = positionAt(object, 0.5);
        const seen = pixelAt(pixels, 96, 96, x, y);
        const nearest = [...colours].sort(
          (a, b) => colourDistance(pureColour(a), seen) - colourDistance(pureColour(b), seen),
        )[0];
        expect(nearest).toBe(object.colour);
      }
    }
  });

  test('varied colours stay nearest to their own name', () => {
    const random = createRandom('test', 5, 0);
    for (const name of colours) {
      for (let round = 0; round < 200; round += 1) {
        const varied = jitteredColour(name, random);
        const own = colourDistance(varied, pureColour(name));
        const others = colours
          .filter((other) => other !== name)
          .map((other) => colourDistance(varied, pureColour(other)));
        expect(own).toBeLessThan(Math.min(...others));
      }
    }
  });
});
