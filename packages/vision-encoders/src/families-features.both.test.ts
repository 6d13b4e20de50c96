import { transformImage } from '@slowfast/images';
import { decodeFloat32 } from '@slowfast/test-kit';
import { tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { describe, expect, it } from 'vitest';
import { onnxVisionEncoder } from './index.ts';
import { frameOf, openFamily, pictureOf, relativeDifference } from './testing/family-model.ts';

/** Largest difference to the features of transformers, by the largest of them. */
const tolerance = 1e-4;

describe.each(tinyCheckpointNames)('%s', async (name) => {
  const { folder, oracle, options } = await openFamily(name);
  const { picture, rows, columns, size, values } = oracle.features;
  const expected = decodeFloat32(values);
  const frame = frameOf(pictureOf(picture));
  const other = frameOf(pictureOf({ ...picture, seed: picture.seed + 1000 }));

  it('tells its grid, and the width of a token, before any weight is loaded', async () => {
    for (const fit of ['resize', 'pad', 'crop', 'processor'] as const) {
      await using encoder = await onnxVisionEncoder(folder, { ...options, fit });
      expect(encoder.frameTransform(picture)).toMatchObject({
        width: picture.width,
        height: picture.height,
        rows,
        columns,
      });
      expect(encoder.embeddingSize).toBe(size);
    }
  });

  it(`gives the features of transformers within ${tolerance}, repeated and in chunks too`, async () => {
    await using encoder = await onnxVisionEncoder(folder, options);
    const chunks = [[frame, frame, other], [frame], [other, frame]];
    const perFrame: Float32Array[] = [];
    for (const chunk of chunks) {
      using tokens = await encoder.encode(chunk);
      expect(tokens.shape).toEqual([chunk.length, rows, columns, size]);
      const all = await tokens.read();
      perFrame.push(...chunk.map((_, nth) => all.slice(nth * expected.length, (nth + 1) * expected.length)));
    }
    const [first, again, different, alone, differentAgain, last] = perFrame;
    for (const found of [first, again, alone, last]) {
      expect(relativeDifference(found!, expected)).toBeLessThan(tolerance);
    }
    expect(relativeDifference(different!, expected)).toBeGreaterThan(0.01);
    expect(relativeDifference(differentAgain!, different!)).toBeLessThan(tolerance);
  });
});

describe.each(['lfm2-vl', 'lfm3-vl'] as const)('%s, whose grid depends on the video', async (name) => {
  const { folder, oracle, options } = await openFamily(name);
  const facts = oracle.featuresOfOtherGrids!;

  it.each(facts.map((fact) => [`${fact.picture.width}x${fact.picture.height}`, fact] as const))(
    'a video of %s',
    async (_, { picture, rows, columns, size, values }) => {
      await using encoder = await onnxVisionEncoder(folder, { ...options, fit: 'processor' });
      const transform = encoder.frameTransform(picture);
      expect(transform).toMatchObject({ rows, columns });
      const frame = frameOf(transformImage(pictureOf(picture), transform));
      using tokens = await encoder.encode([frame, frame]);
      expect(tokens.shape).toEqual([2, rows, columns, size]);
      const found = (await tokens.read()).subarray(rows * columns * size);
      expect(relativeDifference(found, decodeFloat32(values))).toBeLessThan(tolerance);
    },
  );
});
