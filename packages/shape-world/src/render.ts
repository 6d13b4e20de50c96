import type { Raster } from './coverage.ts';
import { visitDigit, visitShape, visitSmallShape, visitWrittenDigit } from './coverage.ts';
import type { Rgb } from './palette.ts';
import type { Scene } from './scene.ts';
import { isVisibleAt, smallShapes, writtenDigits } from './scene.ts';

/** Draws one moment of a scene: time 0 to 1 in, interleaved RGB rows `[height, width, 3]` out, owned by the caller. */
export type FrameRenderer = (time: number) => Uint8Array;

/** Draws the background without grain, `[height, width, 3]`. */
function drawBackground(scene: Scene, raster: Raster): Float32Array {
  const { from, to, angleRadians, waveAmplitude, waveCounts } = scene.background;
  const pixels = new Float32Array(raster.width * raster.height * 3);
  const cosine = Math.cos(angleRadians);
  const sine = Math.sin(angleRadians);
  const span = Math.abs(cosine) + Math.abs(sine);
  const waves = Float64Array.from({ length: raster.width }, (_, column) =>
    Math.sin(((column + 0.5) / raster.width) * waveCounts[0] * 2 * Math.PI),
  );
  let index = 0;
  for (let row = 0; row < raster.height; row += 1) {
    const y = (row + 0.5) / raster.height;
    const rowWave = Math.sin(y * waveCounts[1] * 2 * Math.PI) * waveAmplitude;
    for (let column = 0; column < raster.width; column += 1) {
      const x = (column + 0.5) / raster.width;
      const blend = ((x - 0.5) * cosine + (y - 0.5) * sine) / span + 0.5;
      const wave = rowWave * (waves[column] as number);
      for (let channel = 0; channel < 3; channel += 1) {
        const start = from[channel] as number;
        pixels[index] = start + ((to[channel] as number) - start) * blend + wave;
        index += 1;
      }
    }
  }
  return pixels;
}

function paint(pixels: Float32Array, pixelIndex: number, coverage: number, colour: Rgb): void {
  const start = pixelIndex * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    const below = pixels[start + channel] as number;
    pixels[start + channel] = below + ((colour[channel] as number) - below) * coverage;
  }
}

/** Rounds to bytes and adds grain: the sum of two random bytes, so small deviations are the likelier ones. */
function toBytes(pixels: Float32Array, noise: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(pixels.length);
  const scale = noise / 104;
  let state = seed | 1;
  for (let index = 0; index < pixels.length; index += 1) {
    let value = (pixels[index] as number) + 0.5;
    if (noise > 0) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      value += ((state & 255) + ((state >>> 12) & 255) - 255) * scale;
    }
    bytes[index] = Math.max(0, Math.min(255, value));
  }
  return bytes;
}

/** Prepares to draw many moments of a scene: the background is drawn once. */
export function createFrameRenderer(scene: Scene, width: number, height: number): FrameRenderer {
  const raster = { width, height };
  const background = drawBackground(scene, raster);
  return (time) => {
    const pixels = background.slice();
    const { digit, writing, field } = scene;
    if (digit) {
      visitDigit(scene, digit, raster, (pixel, coverage) => paint(pixels, pixel, coverage, digit.rgb));
    }
    if (writing) {
      for (const written of writtenDigits(writing)) {
        visitWrittenDigit(writing, written, raster, (pixel, coverage) =>
          paint(pixels, pixel, coverage, writing.rgb),
        );
      }
    }
    if (field) {
      for (const small of smallShapes(field)) {
        visitSmallShape(field, small, raster, (pixel, coverage) => paint(pixels, pixel, coverage, field.rgb));
      }
    }
    for (const object of scene.objects) {
      if (!isVisibleAt(object, time)) continue;
      visitShape(scene, object, time, raster, (pixel, coverage) =>
        paint(pixels, pixel, coverage, object.rgb),
      );
    }
    return toBytes(pixels, scene.noise, (scene.noiseSeed + Math.round(time * 65536) * 40503) | 0);
  };
}

/** Draws one moment of a scene (0 to 1) as interleaved RGB rows `[height, width, 3]`. */
export function renderFrame(scene: Scene, time: number, width: number, height: number): Uint8Array {
  return createFrameRenderer(scene, width, height)(time);
}
