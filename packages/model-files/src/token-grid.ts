import { ModelInvalidError, ModelUnsupportedError } from '@slowfast/spec';
import { firstPositiveNumber, type JsonObject, jsonAt } from './json.ts';
import type { TokenGridDescription } from './model-description.ts';
import type { ModelDtype } from './model-dtype.ts';
import type { ModelFolder } from './model-folder.ts';
import { byStandardName, type TensorNames } from './tensor-names.ts';
import { hasClassToken, tokenPixels } from './token-pixels.ts';

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Options of {@link tokenGrid}. */
export interface TokenGridOptions {
  /** The precision whose file is asked; the checkpoint's own choice if absent. */
  readonly dtype?: ModelDtype | undefined;
  /** The vision model's own names of inputs and outputs, where they differ from the layout's. */
  readonly tensorNames?: TensorNames | undefined;
}

/**
 * Pixels of the image that the encoder takes: what remains after cropping, else after resizing. Processors that cut large
 * images into pieces say the size of a piece in `max_image_size`.
 */
export function imageSize(folder: ModelFolder): Size {
  const processor = folder.preprocessorConfig;
  const crops = jsonAt(processor, 'do_center_crop') !== false;
  const size =
    sizeOf(jsonAt(processor, 'max_image_size')) ??
    (crops ? sizeOf(jsonAt(processor, 'crop_size')) : undefined) ??
    sizeOf(jsonAt(processor, 'size')) ??
    sizeOf(jsonAt(folder.config, 'vision_config', 'image_size'));
  if (size) return size;
  const expected =
    'crop_size or size in preprocessor_config.json, or vision_config.image_size in config.json';
  throw new ModelUnsupportedError({ place: folder.place, found: 'no image size', expected });
}

function sizeOf(value: unknown): Size | undefined {
  const edge = firstPositiveNumber(value, jsonAt(value, 'shortest_edge'), jsonAt(value, 'longest_edge'));
  const height = firstPositiveNumber(jsonAt(value, 'height'), edge);
  const width = firstPositiveNumber(jsonAt(value, 'width'), edge);
  return width !== undefined && height !== undefined ? { width, height } : undefined;
}

/**
 * Rows and columns of an image's tokens, from the first of these that says: the declared output of the vision encoder,
 * `image_seq_length` (or `mm_tokens_per_image`), image size divided by the pixels of a token.
 *
 * @throws ModelUnsupportedError when none says, or the number is no grid of the image's aspect.
 */
export async function tokenGrid(
  folder: ModelFolder,
  size: Size,
  { dtype, tensorNames }: TokenGridOptions = {},
): Promise<TokenGridDescription> {
  const { config, place } = folder;
  const { outputs } = await folder.signature('vision_encoder', dtype);
  const features = byStandardName(outputs, tensorNames).get('image_features') ?? outputs[0];
  if (!features) {
    throw new ModelInvalidError({
      place,
      found: 'a vision encoder without outputs',
      expected: 'image_features',
    });
  }
  const axes = features.shape;
  const declared = axes.length === 3 || axes.length === 4 ? firstPositiveNumber(axes.at(-2)) : undefined;
  if (declared) return gridOf(folder, size, declared, 'vision-encoder-output');
  const patches = patchGrid(config, size);
  const length = sequenceLength(config, patches);
  // Configurations count the tokens of the grid alone, whatever is kept beside them.
  const kept = keepsClassToken(config) ? classToken : undefined;
  if (length) return { ...gridOf(folder, size, length, 'image-sequence-length'), ...kept };
  if (patches) return { ...patches, ...(kept ?? noExtraToken), derivedFrom: 'patch-size' };
  const expected = 'a fixed number of image features, image_seq_length or vision_config.patch_size';
  throw new ModelUnsupportedError({ place, found: 'no token grid', expected });
}

const noExtraToken = { extraTokens: 0 } as const;
const classToken = { extraTokens: 1, extraTokenAt: 'start' } as const;
const lastToken = { extraTokens: 1, extraTokenAt: 'end' } as const;

/** Where a strategy keeps the class token. */
function keepsClassToken(config: JsonObject): boolean {
  const keeps =
    config.vision_feature_select_strategy === 'full' || config.mm_vision_select_feature === 'cls_patch';
  return keeps && hasClassToken(config);
}

function patchGrid(
  config: JsonObject,
  { width, height }: Size,
): { rows: number; columns: number } | undefined {
  const pixels = tokenPixels(config);
  if (!pixels || pixels > Math.min(width, height)) return undefined;
  return { rows: Math.floor(height / pixels), columns: Math.floor(width / pixels) };
}

/**
 * The configured number of tokens. Where it is no whole share of the patches it is left over from the defaults of a
 * configuration class (LlavaConfig writes 576, whatever the tower), and the patches say more.
 */
function sequenceLength(
  config: JsonObject,
  patches: { readonly rows: number; readonly columns: number } | undefined,
): number | undefined {
  const length = firstPositiveNumber(config.image_seq_length, config.mm_tokens_per_image);
  if (!length || !patches) return length;
  const tokens = patches.rows * patches.columns;
  return length === tokens + 1 || tokens % length === 0 ? length : undefined;
}

function gridOf(
  folder: ModelFolder,
  { width, height }: Size,
  tokens: number,
  derivedFrom: TokenGridDescription['derivedFrom'],
): TokenGridDescription {
  for (const extra of [noExtraToken, keepsClassToken(folder.config) ? classToken : lastToken]) {
    const inGrid = tokens - extra.extraTokens;
    const rows = Math.sqrt((inGrid * height) / width);
    const columns = inGrid / rows;
    if (rows >= 1 && Number.isInteger(rows) && Number.isInteger(columns))
      return { rows, columns, ...extra, derivedFrom };
  }
  throw new ModelUnsupportedError({
    place: folder.place,
    found: `${tokens} tokens for an image of ${width} x ${height} pixels`,
    expected: 'a grid of the same aspect, or one token more',
  });
}
