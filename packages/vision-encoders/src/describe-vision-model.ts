import {
  type JsonObject,
  jsonAt,
  type ModelDtype,
  type ModelFolder,
  type TensorNames,
  type TokenGridDescription,
  tokenGrid,
} from '@slowfast/model-files';
import {
  type ImageFit,
  ModelIncompleteError,
  ModelInvalidError,
  ModelUnsupportedError,
} from '@slowfast/spec';
import { bindVisionSignature } from './bind-vision-signature.ts';
import { patchPixels } from './patch-pixels.ts';
import { type PreprocessorRecipe, preprocessorRecipe } from './preprocessor-recipe.ts';
import type { VisionSignature } from './vision-signature.ts';

/** Everything about a checkpoint's vision model that its small files and the header of its weights tell. */
export interface VisionModelDescription {
  readonly place: string;
  readonly signature: VisionSignature;
  readonly recipe: PreprocessorRecipe;
  /** Grid of a picture of the recipe's own rectangle. */
  readonly rows: number;
  readonly columns: number;
  /** Tokens beside the grid's; undefined where the first run tells, which may bring none or one. */
  readonly extraTokens: number | undefined;
  readonly extraTokenAt: 'start' | 'end';
  readonly embeddingSize: number;
  /** Edges in pixels of a patch, and of the square that becomes a token; only where the model takes packed patches. */
  readonly patchPixels: number | undefined;
  readonly tokenPixels: number | undefined;
}

/** Which of a checkpoint's ways is meant. */
export interface VisionModelOptions {
  /** How a picture becomes the model's rectangle; `resize` if absent. */
  readonly fit?: ImageFit | undefined;
  /** Precision of the weights; the checkpoint's own choice if absent. */
  readonly dtype?: ModelDtype | undefined;
  /** The vision model's own names for inputs and outputs, where they differ from the layout's. */
  readonly tensorNames?: TensorNames | undefined;
}

/** Reads configuration and header, and checks that they agree; no weights are loaded. */
export async function describeVisionModel(
  folder: ModelFolder,
  { fit, dtype, tensorNames }: VisionModelOptions,
): Promise<VisionModelDescription> {
  const { place, config, preprocessorConfig } = folder;
  if (!preprocessorConfig) throw new ModelIncompleteError({ place, missing: ['preprocessor_config.json'] });
  const recipe = preprocessorRecipe(preprocessorConfig, {
    place: `${place}/preprocessor_config.json`,
    fit,
  });
  const signature = bindVisionSignature(await folder.signature('vision_encoder', dtype), place, tensorNames);
  checkPictureSize(recipe, signature, config, place);
  const { width, height } = recipe.transform;
  const grid = await tokenGrid(folder, { width, height }, { dtype, tensorNames });
  const { rows, columns } = grid;
  return {
    place,
    signature,
    recipe,
    rows,
    columns,
    extraTokens: extraTokens(grid, signature, place),
    extraTokenAt: grid.extraTokenAt ?? 'end',
    embeddingSize: embeddingSize(folder, signature),
    ...patchPixels(folder, signature, recipe, grid),
  };
}

/** The weights say best what they take; where they leave it free, the configuration must agree with the processor. */
function checkPictureSize(
  { transform, perPicture }: PreprocessorRecipe,
  { pixels }: VisionSignature,
  config: JsonObject,
  place: string,
): void {
  const { layout } = pixels;
  if (layout.kind === 'patches') return;
  if (perPicture?.kind === 'whole-tokens') {
    throw new ModelUnsupportedError({
      place,
      found: 'a processor whose pictures vary in size, before a vision model that does not take patches',
      expected: 'another fit than processor',
    });
  }
  const imageSize = wholeNumber(jsonAt(config, 'vision_config', 'image_size'));
  const height = layout.height ?? imageSize ?? transform.height;
  const width = layout.width ?? imageSize ?? transform.width;
  if (transform.height === height && transform.width === width) return;
  throw new ModelInvalidError({
    place: `${place}/preprocessor_config.json`,
    found: `pictures of ${transform.height}x${transform.width} pixels`,
    expected: `${height}x${width}, which the vision model takes`,
  });
}

/** What the header declares is held to; where it leaves the number of tokens free, the first run tells. */
function extraTokens(
  { rows, columns }: TokenGridDescription,
  { tokensPerFrame }: VisionSignature,
  place: string,
): number | undefined {
  if (tokensPerFrame === undefined) return undefined;
  const extra = tokensPerFrame - rows * columns;
  if (extra === 0 || extra === 1) return extra;
  throw new ModelInvalidError({
    place,
    found: `${tokensPerFrame} tokens for a frame`,
    expected: `${rows * columns}, for a grid of ${rows}x${columns}, or one more`,
  });
}

function embeddingSize({ config, place }: ModelFolder, signature: VisionSignature): number {
  const configured = jsonAt(config, 'text_config', 'hidden_size') ?? config.hidden_size;
  const size = signature.size ?? wholeNumber(configured);
  if (size !== undefined) return size;
  throw new ModelInvalidError({
    place: `${place}/config.json`,
    found: 'no width of a token',
    expected: 'text_config.hidden_size',
  });
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined;
}
