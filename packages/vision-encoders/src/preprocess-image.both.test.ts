import { InvalidImageError } from '@slowfast/spec';
import { decodeBase64, decodeFloat32 } from '@slowfast/test-kit';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, it } from 'vitest';
import { normalizePixels, preprocessImage, preprocessorRecipe } from './index.ts';
import { fixtureJson } from './testing/read-fixtures.ts';

interface GoldenCase {
  readonly input: { readonly width: number; readonly height: number; readonly rgb8: string };
  readonly imageAspectRatio: 'resize' | 'pad' | null;
  readonly size: number;
  readonly resizedRgb8: string;
  readonly pixelValuesFirst8: readonly number[];
  readonly pixelValuesSum: number;
}

interface Golden {
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly cases: readonly GoldenCase[];
}

interface ProcessorCase {
  readonly name: string;
  readonly fit: 'resize' | 'crop';
  readonly processor: object;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly shape: readonly number[];
  readonly values: string;
}

const golden = await readGolden<Golden>('preprocess');
const processors = await fixtureJson<{ cases: readonly ProcessorCase[] }>('processors.json');

describe('the preprocessing of the official code', () => {
  it.each(
    golden.cases.map(
      (one) => [`${one.input.width}x${one.input.height} ${one.imageAspectRatio}`, one] as const,
    ),
  )('%s: same bytes, same float32 values', (_, { input, imageAspectRatio, size, ...expected }) => {
    const config = { size: { shortest_edge: size }, image_mean: golden.mean, image_std: golden.std };
    const fit = imageAspectRatio ?? 'crop';
    const image = { ...input, data: decodeBase64(input.rgb8) };
    const values = preprocessImage(image, config, { fit });

    const resized = { data: decodeBase64(expected.resizedRgb8), width: size, height: size };
    expect(values).toEqual(normalizePixels([resized], preprocessorRecipe(config, { fit })));
    expect([...values.slice(0, 8)]).toEqual(expected.pixelValuesFirst8);
    // The order of a float64 sum is not part of the golden file.
    const sum = values.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - expected.pixelValuesSum)).toBeLessThan(1e-9);
  });
});

describe("transformers' image processors", () => {
  it.each(processors.cases.map((one) => [one.name, one] as const))('%s: the same to the bit', (_, one) => {
    const image = { data: decodeBase64(one.rgb), width: one.width, height: one.height };
    expect(preprocessImage(image, one.processor, { fit: one.fit })).toEqual(decodeFloat32(one.values));
  });
});

describe('normalizePixels', () => {
  const recipe = preprocessorRecipe({ size: { width: 2, height: 1 }, image_mean: 0.5, image_std: 0.5 });

  it('gives [pictures, 3, height, width]', () => {
    const first = { data: Uint8Array.of(0, 255, 0, 255, 0, 255), width: 2, height: 1 };
    const second = { data: new Uint8Array(6).fill(255), width: 2, height: 1 };
    expect([...normalizePixels([first, second], recipe)]).toEqual([-1, 1, 1, -1, -1, 1, 1, 1, 1, 1, 1, 1]);
    expect(normalizePixels([], recipe)).toHaveLength(0);
  });

  it.each([
    { data: new Uint8Array(6), width: 1, height: 2 },
    { data: new Uint8Array(8), width: 2, height: 1 },
  ])('refuses a picture of another size: %o', (picture) => {
    expect(() => normalizePixels([picture], recipe)).toThrow(InvalidImageError);
  });
});
