import { ModelUnsupportedError } from '@slowfast/spec';
import { firstPositiveNumber, type JsonObject, jsonAt } from './json.ts';
import type { TokenGridDescription } from './model-description.ts';
import type { ModelFolder } from './model-folder.ts';

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
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
 * `image_seq_length` (or `mm_tokens_per_image`), image size divided by patch size.
 *
 * @throws ModelUnsupportedError when none says, or the number is no grid of the image's aspect.
 */
export async function tokenGrid(folder: ModelFolder, size: Size): Promise<TokenGridDescription> {
  const { outputs } = await folder.signature('vision_encoder');
  const axes = outputs[0]!.shape;
  const declared = axes.length === 3 ? firstPositiveNumber(axes[1]) : undefined;
  if (declared) return gridOf(folder, size, declared, 'vision-encoder-output');
  const length = firstPositiveNumber(folder.config.image_seq_length, folder.config.mm_tokens_per_image);
  if (length) return gridOf(folder, size, length, 'image-sequence-length');
  const patch = patchSize(folder.config);
  if (patch) {
    const [rows, columns] = [Math.floor(size.height / patch), Math.floor(size.width / patch)];
    return { rows, columns, extraTokens: keepsClassToken(folder.config) ? 1 : 0, derivedFrom: 'patch-size' };
  }
  const expected = 'a fixed number of image features, image_seq_length or vision_config.patch_size';
  throw new ModelUnsupportedError({ place: folder.place, found: 'no token grid', expected });
}

/** CLIP towers put a class token before the patches, which the strategy `full` keeps; SigLIP towers have none. */
function keepsClassToken(config: JsonObject): boolean {
  const hasClassToken = jsonAt(config, 'vision_config', 'model_type') === 'clip_vision_model';
  return hasClassToken && config.vision_feature_select_strategy === 'full';
}

/** Pixels of one token's square: a patch, or several that the projector joins. */
function patchSize(config: JsonObject): number | undefined {
  const patch = firstPositiveNumber(jsonAt(config, 'vision_config', 'patch_size'));
  return patch && patch * (firstPositiveNumber(config.scale_factor) ?? 1);
}

function gridOf(
  folder: ModelFolder,
  { width, height }: Size,
  tokens: number,
  derivedFrom: TokenGridDescription['derivedFrom'],
): TokenGridDescription {
  for (const extraTokens of [0, 1]) {
    const rows = Math.sqrt(((tokens - extraTokens) * height) / width);
    const columns = (tokens - extraTokens) / rows;
    if (rows >= 1 && Number.isInteger(rows) && Number.isInteger(columns))
      return { rows, columns, extraTokens, derivedFrom };
  }
  throw new ModelUnsupportedError({
    place: folder.place,
    found: `${tokens} tokens for an image of ${width} x ${height} pixels`,
    expected: 'a grid of the same aspect, or one token more',
  });
}
