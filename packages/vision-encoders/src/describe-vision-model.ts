import {
  type JsonObject,
  jsonAt,
  type ModelDtype,
  type ModelFolder,
  type TokenGridDescription,
  tokenGrid,
} from '@slowfast/model-files';
import { type ImageFit, ModelIncompleteError, ModelInvalidError } from '@slowfast/spec';
import {
  bindVisionSignature,
  type VisionSignature,
  type VisionTensorNames,
} from './bind-vision-signature.ts';
import { type PreprocessorRecipe, preprocessorRecipe } from './preprocessor-recipe.ts';

/** Everything about a checkpoint's vision model that its small files and the header of its weights tell. */
export interface VisionModelDescription {
  readonly place: string;
  readonly signature: VisionSignature;
  readonly recipe: PreprocessorRecipe;
  readonly rows: number;
  readonly columns: number;
  readonly embeddingSize: number;
}

/** Which of a checkpoint's ways is meant. */
export interface VisionModelOptions {
  /** How a picture becomes the model's rectangle; `resize` if absent. */
  readonly fit?: ImageFit;
  /** Precision of the weights; the checkpoint's own choice if absent. */
  readonly dtype?: ModelDtype;
  /** For models whose tensors have other names than usual. */
  readonly tensorNames?: VisionTensorNames;
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
    ...(fit === undefined ? {} : { fit }),
  });
  const signature = bindVisionSignature(await folder.signature('vision_encoder', dtype), place, tensorNames);
  checkPictureSize(recipe, signature, config, place);
  const { width, height } = recipe.transform;
  const grid = await tokenGrid(folder, { width, height });
  checkTokens(grid, signature, place);
  const { rows, columns } = grid;
  return { place, signature, recipe, rows, columns, embeddingSize: embeddingSize(folder, signature) };
}

/** The weights say best what they take; where they leave it free, the configuration must agree with the processor. */
function checkPictureSize(
  { transform }: PreprocessorRecipe,
  signature: VisionSignature,
  config: JsonObject,
  place: string,
): void {
  const imageSize = wholeNumber(jsonAt(config, 'vision_config', 'image_size'));
  const height = signature.height ?? imageSize ?? transform.height;
  const width = signature.width ?? imageSize ?? transform.width;
  if (transform.height === height && transform.width === width) return;
  throw new ModelInvalidError({
    place: `${place}/preprocessor_config.json`,
    found: `pictures of ${transform.height}x${transform.width} pixels`,
    expected: `${height}x${width}, which the vision model takes`,
  });
}

/** Where the grid comes from the patches alone, a model that returns more than them is found out by the first run. */
function checkTokens(grid: TokenGridDescription, signature: VisionSignature, place: string): void {
  const { rows, columns, extraTokens, derivedFrom } = grid;
  const known = derivedFrom === 'patch-size' ? rows * columns : rows * columns + extraTokens;
  const tokens = signature.tokensPerFrame ?? known;
  if (tokens === rows * columns) return;
  throw new ModelInvalidError({
    place,
    found: `${tokens} tokens for a frame`,
    expected: `${rows * columns}, for a grid of ${rows}x${columns}`,
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
