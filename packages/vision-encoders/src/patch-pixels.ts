import { jsonAt, type ModelFolder, type TokenGridDescription } from '@slowfast/model-files';
import { ModelInvalidError } from '@slowfast/spec';
import type { PreprocessorRecipe } from './preprocessor-recipe.ts';
import type { VisionSignature } from './vision-signature.ts';

/**
 * Edges in pixels of a patch and of a token, of a model that takes packed patches; of others both are undefined.
 *
 * @throws ModelInvalidError when header, configuration and grid don't agree.
 */
export function patchPixels(
  { config, preprocessorConfig, place }: ModelFolder,
  { pixels }: VisionSignature,
  { transform, perPicture }: PreprocessorRecipe,
  grid: TokenGridDescription,
): { readonly patchPixels: number | undefined; readonly tokenPixels: number | undefined } {
  const { layout } = pixels;
  if (layout.kind !== 'patches') return { patchPixels: undefined, tokenPixels: undefined };
  const refuse = (found: string, expected: string): never => {
    throw new ModelInvalidError({ place, found, expected });
  };
  const configured =
    jsonAt(config, 'vision_config', 'patch_size') ?? jsonAt(preprocessorConfig, 'encoder_patch_size');
  const { patchValues } = layout;
  const edge = patchValues === undefined ? configured : Math.sqrt(patchValues / 3);
  if (typeof edge !== 'number' || !Number.isInteger(edge) || edge < 1) {
    const found =
      patchValues === undefined ? `a patch size of ${configured}` : `${patchValues} values a patch`;
    return refuse(found, 'three times a square');
  }
  if (configured !== undefined && configured !== edge) {
    refuse(`patches of ${edge} pixels in the vision model`, `${configured}, as configured`);
  }
  const [tokenHeight, tokenWidth] = [transform.height / grid.rows, transform.width / grid.columns];
  if (tokenHeight !== tokenWidth || !Number.isInteger(tokenWidth / edge)) {
    const found = `tokens of ${tokenWidth}x${tokenHeight} pixels`;
    refuse(found, `squares of whole patches of ${edge} pixels`);
  }
  if (perPicture?.kind === 'whole-tokens' && perPicture.tokenPixels !== tokenWidth) {
    const found = `tokens of ${perPicture.tokenPixels} pixels in the processor`;
    refuse(found, `${tokenWidth}, which the grid of ${grid.rows}x${grid.columns} makes`);
  }
  const patches = (transform.width * transform.height) / edge ** 2;
  if (layout.patches !== undefined && layout.patches < patches) {
    refuse(
      `${patches} patches of ${transform.width}x${transform.height} pixels`,
      `at most ${layout.patches}`,
    );
  }
  return { patchPixels: edge, tokenPixels: tokenWidth };
}
