import type { ImageFit } from '@slowfast/spec';
import { tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { describe, expect, it } from 'vitest';
import { pictureTransform, preprocessImage, preprocessorRecipe } from './index.ts';
import { openFamily, type PictureFact, pictureOf, sha256 } from './testing/family-model.ts';

interface PixelFact extends PictureFact {
  readonly shape: readonly number[];
  readonly sha256: string;
}

/** What the pictures of an oracle were made with; `nativeImage` is a still picture's way, which no video takes. */
const fits: Readonly<Record<string, ImageFit>> = {
  native: 'processor',
  resize: 'resize',
  nativePad: 'pad',
  nativeImage: 'processor',
};

describe("pixel values of every family's own processor, the same to the bit", async () => {
  for (const name of tinyCheckpointNames) {
    const { folder, oracle } = await openFamily(name);
    for (const [kind, facts] of Object.entries<readonly PixelFact[]>(oracle.pixelValues)) {
      const processor =
        kind === 'nativeImage'
          ? { ...folder.preprocessorConfig, video_sampling: undefined }
          : folder.preprocessorConfig;
      it.each(facts.map((fact) => [`${fact.width}x${fact.height}`, fact] as const))(
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
