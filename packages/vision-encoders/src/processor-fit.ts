import { jsonAt } from '@slowfast/model-files';
import { type FrameTransform, ModelUnsupportedError } from '@slowfast/spec';
import type { PictureGeometry } from './picture-transform.ts';
import type { ProcessorReader } from './processor-reader.ts';
import { isEdge, type PictureSize, type ProcessorSizes } from './processor-size.ts';

/** How a checkpoint's own processor fits a picture into the model's rectangle. */
export interface ProcessorFit {
  readonly transform: Pick<FrameTransform, 'fit' | 'resizedFirst' | 'shortestEdge'>;
  readonly perPicture?: PictureGeometry | undefined;
}

/**
 * What an image processor of transformers does to one frame as a single tile, told by the fields of its configuration:
 * tiles by their longest edge are SmolVLM's, bounds on tokens LFM2-VL's, grid points LLaVA-NeXT's and LLaVA-OneVision's,
 * whose base tile is a squash; the rest is CLIP and SigLIP.
 *
 * Source: https://github.com/huggingface/transformers/tree/v5.23.0/src/transformers/models (`image_processing_pil_*.py`,
 * `lfm2_vl/image_processing_lfm2_vl.py`)
 *
 * @throws ModelUnsupportedError where the size of the result would depend on the picture, and the model's does not.
 */
export function processorFit(read: ProcessorReader, sizes: ProcessorSizes, place: string): ProcessorFit {
  const { size, target, crops, keepsAspect } = sizes;
  if (read.has('max_image_size')) return longestEdge(read);
  if (read.has('max_image_tokens')) return { transform: { fit: 'resize' }, perPicture: wholeTokens(read) };
  const isSame = size.width === target.width && size.height === target.height;
  const squash = (): ProcessorFit => ({
    transform: isSame
      ? { fit: 'resize' }
      : { resizedFirst: size, fit: 'crop', shortestEdge: Math.min(size.width, size.height) },
  });
  if (Array.isArray(read.value('image_grid_pinpoints'))) return squash();
  if (padsToSquare(read)) {
    if (isSame && size.width === size.height) return { transform: { fit: 'pad' } };
    const found = `pictures padded to a square, resized to ${listed(size)} and cut to ${listed(target)}`;
    throw new ModelUnsupportedError({ place, found, expected: 'one square for both' });
  }
  if (!keepsAspect) return squash();
  if (crops) return { transform: { fit: 'crop', shortestEdge: size.width } };
  throw new ModelUnsupportedError({
    place,
    found: `a shortest edge of ${size.width} pixels and nothing that is cut`,
    expected: 'a crop_size, or height and width; use another fit than processor',
  });
}

/** LLaVA's own processor alone: elsewhere `do_pad` is about the pictures of a batch. */
function padsToSquare(read: ProcessorReader): boolean {
  const isLlava = /^LlavaImageProcessor(Fast|Pil)?$/.test(String(read.value('image_processor_type')));
  return isLlava && read.flag('do_pad', false);
}

/** Frames of videos may have an edge of their own. */
function longestEdge(read: ProcessorReader): ProcessorFit {
  const ofVideos = jsonAt(read.value('video_sampling'), 'video_size') ?? undefined;
  const size = ofVideos ?? read.value('size');
  const [edge, width, height] = ['longest_edge', 'width', 'height'].map((name) => jsonAt(size, name));
  if (isEdge(edge)) return { transform: { fit: 'resize' }, perPicture: { kind: 'longest-edge', edge } };
  if (isEdge(width) && isEdge(height)) {
    return { transform: { fit: 'resize', resizedFirst: { width, height } } };
  }
  const field = ofVideos === undefined ? 'size' : 'video_sampling';
  return read.fail(field, 'a size of {longest_edge} or {height, width} beside max_image_size');
}

function wholeTokens(read: ProcessorReader): PictureGeometry {
  const most = 65_536;
  const patchPixels = read.integer('encoder_patch_size', 16, 1, 1024);
  const joined = read.integer('downsample_factor', 2, 1, 64);
  const maxTokens = read.integer('max_image_tokens', 256, 1, most);
  const minTokens = read.integer('min_image_tokens', 64, 1, maxTokens);
  return { kind: 'whole-tokens', tokenPixels: patchPixels * joined, minTokens, maxTokens };
}

function listed({ width, height }: PictureSize): string {
  return `${width}x${height}`;
}
