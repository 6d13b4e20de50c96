import { type ImageFit, InvalidSettingError, ModelInvalidError } from '@slowfast/spec';
import type { RecipeGeometry } from './picture-transform.ts';
import { processorFit } from './processor-fit.ts';
import { type PerChannel, processorReader } from './processor-reader.ts';
import { type PictureSize, processorSizes } from './processor-size.ts';

/** What a checkpoint does to a picture before its vision tower sees it, as plain data. */
export interface PreprocessorRecipe extends RecipeGeometry {
  /** Bytes are multiplied by this; 1 when the checkpoint does not rescale. */
  readonly rescaleFactor: number;
  /** Subtracted after rescaling; 0 when the checkpoint does not normalise. */
  readonly mean: PerChannel;
  /** Divides after the subtraction; 1 when the checkpoint does not normalise. */
  readonly std: PerChannel;
}

/** Options of {@link preprocessorRecipe}. */
export interface PreprocessorRecipeOptions {
  /**
   * How a picture becomes the model's rectangle. `resize` (the default, as in SlowFast-LLaVA) squashes it, `pad` centres
   * it on a square of the mean colour, `crop` resizes the shortest edge and cuts the centre, `processor` does what the
   * checkpoint's own image processor does to a single tile.
   */
  readonly fit?: ImageFit | undefined;
  /** Where the configuration came from, for error messages; `preprocessor_config.json` if absent. */
  readonly place?: string | undefined;
}

/** Pillow's numbers for its filters. @see https://pillow.readthedocs.io/en/stable/reference/Image.html#resampling-filters */
const filters = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const;
const fits: readonly ImageFit[] = ['resize', 'pad', 'crop', 'processor'];

/**
 * Reads a Hugging Face image processor configuration (CLIP, SigLIP, LLaVA-NeXT, LLaVA-OneVision, SmolVLM, LFM2-VL and
 * their like), as `preprocessor_config.json` and `processor_config.json` hold it.
 *
 * The rectangle is the crop size where the processor crops, else its size, or that of a tile; a lone edge means a square.
 * Tiling (`image_grid_pinpoints`, `do_image_splitting`) and batch padding (`do_pad`) are left out: a frame of a video is
 * one tile. Absent fields take the defaults that those processors share: bicubic, rescaled by 1/255, normalised when
 * `image_mean` is there. A picture that already has the right size comes through resizing unchanged, which is what
 * `do_resize: false` asks for.
 *
 * @throws ModelInvalidError when a field has a value that it can't have.
 * @throws ModelUnsupportedError when the fit is `processor` and its pictures have no size that the model could take.
 * @throws InvalidSettingError when `fit` is none of those.
 */
export function preprocessorRecipe(
  preprocessorConfig: unknown,
  { fit = 'resize', place = 'preprocessor_config.json' }: PreprocessorRecipeOptions = {},
): PreprocessorRecipe {
  if (!fits.includes(fit)) {
    throw new InvalidSettingError({ setting: 'fit', found: String(fit), expected: fits.join(', ') });
  }
  const read = processorReader(preprocessorConfig, place);
  for (const flag of ['do_resize', 'do_convert_rgb', 'do_pad']) read.flag(flag, true);

  const sizes = processorSizes(read);
  const { transform: fitted, perPicture } =
    fit === 'processor'
      ? processorFit(read, sizes, place)
      : { transform: { fit, ...(fit === 'crop' ? { shortestEdge: longest(sizes.size) } : {}) } };
  const { fit: frameFit, ...details } = fitted;
  const rescaleFactor = read.flag('do_rescale', true) ? read.positive('rescale_factor', 1 / 255) : 1;
  const normalizes = read.flag('do_normalize', read.has('image_mean'));
  const mean = normalizes ? read.channels('image_mean') : ([0, 0, 0] as const);
  const std = normalizes ? read.channels('image_std') : ([1, 1, 1] as const);
  if (std.some((value) => value <= 0)) {
    throw new ModelInvalidError({ place, found: `image_std ${std.join(', ')}`, expected: 'numbers above 0' });
  }
  return {
    transform: {
      width: sizes.target.width,
      height: sizes.target.height,
      fit: frameFit,
      resample: filters[read.integer('resample', 3, 0, filters.length - 1)]!,
      padColor: meanColor(mean, rescaleFactor),
      ...details,
    },
    perPicture,
    rescaleFactor,
    mean,
    std,
  };
}

function longest({ width, height }: PictureSize): number {
  return Math.max(width, height);
}

/** The byte colour that normalises to about zero; cut, not rounded, as LLaVA's padding does. */
function meanColor(mean: PerChannel, rescaleFactor: number): [number, number, number] {
  const toByte = (value: number) => Math.min(255, Math.max(0, Math.trunc(value * (1 / rescaleFactor))));
  return [toByte(mean[0]), toByte(mean[1]), toByte(mean[2])];
}
