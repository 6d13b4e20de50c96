import { transformImage } from '@slowfast/images';
import { normalizePixels, type Picture } from './normalize-pixels.ts';
import { pictureTransform } from './picture-transform.ts';
import { type PreprocessorRecipeOptions, preprocessorRecipe } from './preprocessor-recipe.ts';

/**
 * Does to one picture what the checkpoint's image processor does: fit, rescale, normalise.
 *
 * @param image RGB bytes `[height, width, 3]` of any size.
 * @returns values `[3, height, width]` of the rectangle that the model gets for this picture, row-major.
 * @throws ModelInvalidError when the configuration is not valid.
 * @throws InvalidImageError when the picture's size and bytes don't agree.
 */
export function preprocessImage(
  image: Picture,
  preprocessorConfig: unknown,
  options?: PreprocessorRecipeOptions,
): Float32Array {
  const recipe = preprocessorRecipe(preprocessorConfig, options);
  const transform = pictureTransform(recipe, image);
  return normalizePixels([transformImage(image, transform)], recipe, transform);
}
