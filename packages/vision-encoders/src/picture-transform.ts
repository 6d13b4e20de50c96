import type { FrameTransform } from '@slowfast/spec';
import type { PictureSize } from './processor-size.ts';

/** What depends on the size of a picture, for processors where that is so. */
export type PictureGeometry =
  /**
   * The picture is first resized to a longest edge of so many pixels, its aspect kept and the other edge even; then it is
   * squashed to the model's rectangle (SmolVLM).
   */
  | { readonly kind: 'longest-edge'; readonly edge: number }
  /**
   * The rectangle keeps the picture's aspect as closely as whole tokens allow, and its area where the number of tokens is
   * within bounds (LFM2-VL).
   */
  | {
      readonly kind: 'whole-tokens';
      /** Edge of a token's square in pixels. */
      readonly tokenPixels: number;
      readonly minTokens: number;
      readonly maxTokens: number;
    };

/** The geometric half of a recipe. */
export interface RecipeGeometry {
  /** What a frame source applies while decoding, to pictures of every size unless `perPicture` is there. */
  readonly transform: FrameTransform;
  /** What depends on the size of the picture; only with the fit `processor`, and only for some processors. */
  readonly perPicture?: PictureGeometry | undefined;
}

/** What a recipe asks for a picture of this size. */
export function pictureTransform(
  { transform, perPicture }: RecipeGeometry,
  picture: PictureSize,
): FrameTransform {
  if (!perPicture) return transform;
  if (perPicture.kind === 'longest-edge') {
    return { ...transform, resizedFirst: longestEdgeSize(picture, perPicture.edge) };
  }
  return { ...transform, ...wholeTokensSize(picture, perPicture) };
}

/** Beyond this the processor shrinks again. */
const LARGEST_LONGEST_EDGE = 4096;

/** Source: https://github.com/huggingface/transformers/blob/v5.23.0/src/transformers/models/smolvlm/image_processing_pil_smolvlm.py (get_resize_output_image_size) */
function longestEdgeSize({ width, height }: PictureSize, edge: number): PictureSize {
  const aspect = width / height;
  const even = (length: number) => Math.max(1, Math.trunc(length) + (Math.trunc(length) % 2));
  const size =
    width >= height
      ? { width: edge, height: even(edge / aspect) }
      : { width: even(edge * aspect), height: edge };
  if (edge <= LARGEST_LONGEST_EDGE) return size;
  const bounded = size.width / size.height;
  return size.width >= size.height
    ? { width: LARGEST_LONGEST_EDGE, height: Math.max(1, Math.trunc(LARGEST_LONGEST_EDGE / bounded)) }
    : { width: Math.max(1, Math.trunc(LARGEST_LONGEST_EDGE * bounded)), height: LARGEST_LONGEST_EDGE };
}

/** Source: https://github.com/huggingface/transformers/blob/v5.23.0/src/transformers/models/lfm2_vl/image_processing_lfm2_vl.py (smart_resize) */
function wholeTokensSize(
  { width, height }: PictureSize,
  { tokenPixels, minTokens, maxTokens }: Extract<PictureGeometry, { kind: 'whole-tokens' }>,
): PictureSize {
  const [fewest, most] = [minTokens * tokenPixels ** 2, maxTokens * tokenPixels ** 2];
  const rounded = (length: number) =>
    Math.max(tokenPixels, roundHalfEven(length / tokenPixels) * tokenPixels);
  const pixels = rounded(width) * rounded(height);
  if (pixels > most) {
    const shrink = Math.sqrt((height * width) / most);
    const cut = (length: number) =>
      Math.max(tokenPixels, Math.floor(length / shrink / tokenPixels) * tokenPixels);
    return { width: cut(width), height: cut(height) };
  }
  if (pixels < fewest) {
    const grow = Math.sqrt(fewest / (height * width));
    const filled = (length: number) => Math.ceil((length * grow) / tokenPixels) * tokenPixels;
    return { width: filled(width), height: filled(height) };
  }
  return { width: rounded(width), height: rounded(height) };
}

/** As Python rounds. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const isUp = value - below > 0.5 || (value - below === 0.5 && below % 2 === 1);
  return isUp ? below + 1 : below;
}
