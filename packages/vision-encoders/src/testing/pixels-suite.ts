import { transformImage } from '@slowfast/images';
import type { ImageFit } from '@slowfast/spec';
import { type PixelFact, tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { describe, expect, it } from 'vitest';
import { describeVisionModel, pictureTransform, preprocessImage, preprocessorRecipe } from '../index.ts';
import { visionFeeds } from '../vision-feeds.ts';
import { openFamily, pictureOf, sha256 } from './family-model.ts';

/** What the pictures of an oracle were made with; `nativeImage` is a still picture's way, which no video takes. */
const fits: Readonly<Record<string, ImageFit>> = {
  native: 'processor',
  resize: 'resize',
  nativePad: 'pad',
  nativeImage: 'processor',
};

/**
 * What every family's processor makes of pictures.
 *
 * @param pictures at most so many for each family and fit.
 */
export function pixelsOfFamilies(pictures: number): void {
  describe("pixel values of every family's own processor, the same to the bit", async () => {
    for (const name of tinyCheckpointNames) {
      const { folder, oracle } = await openFamily(name);
      for (const [kind, facts] of Object.entries<readonly PixelFact[]>(oracle.pixelValues)) {
        const processor =
          kind === 'nativeImage'
            ? { ...folder.preprocessorConfig, video_sampling: undefined }
            : folder.preprocessorConfig;
        it.each(facts.slice(0, pictures).map((fact) => [`${fact.width}x${fact.height}`, fact] as const))(
          `${name}, ${kind}: %s`,
          async (_, fact) => {
            const fit = fits[kind]!;
            const { width, height } = pictureTransform(preprocessorRecipe(processor, { fit }), fact);
            expect([3, height, width]).toEqual(fact.shape);
            expect(await sha256(preprocessImage(pictureOf(fact), processor, { fit }))).toBe(fact.sha256);
          },
        );
      }
    }
  });

  describe('packed patches of the processor, padded as it pads them', async () => {
    const { folder, oracle } = await openFamily('lfm2-vl');
    for (const [kind, facts] of Object.entries<readonly PixelFact[]>(oracle.pixelValues)) {
      it.each(facts.slice(0, pictures).map((fact) => [`${fact.width}x${fact.height}`, fact] as const))(
        `${kind}: %s`,
        async (_, fact) => {
          const model = await describeVisionModel(folder, { fit: fits[kind]! });
          const { rows, columns, shape, sha256: digest } = fact.packed!;
          const [patches, patchValues] = shape as [number, number];
          const { pixels } = model.signature;
          const padded = {
            ...pixels,
            layout: { kind: 'patches', leading: [1], patches, patchValues },
          } as const;
          const signature = { ...model.signature, pixels: padded };
          const picture = transformImage(pictureOf(fact), pictureTransform(model.recipe, fact));
          const feeds = visionFeeds({ ...model, signature }, [picture]);
          expect(feeds.pixel_values!.shape).toEqual([1, ...shape]);
          expect(await sha256(feeds.pixel_values!.data as Float32Array)).toBe(digest);
          const mask = Array.from({ length: patches }, (_, i) => (i < rows * columns ? 1n : 0n));
          expect([...(feeds.pixel_attention_mask!.data as BigInt64Array)]).toEqual(mask);
          expect(feeds.spatial_shapes).toEqual({
            ...{ type: 'int64', shape: [1, 2], data: BigInt64Array.of(BigInt(rows), BigInt(columns)) },
          });
        },
      );
    }
  });
}
