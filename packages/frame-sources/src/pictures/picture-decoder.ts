import type { RgbImage } from '@slowfast/images';
import type { PictureFormat } from './picture-formats.ts';
import type { RgbaImage } from './rgba-image.ts';

/** What decodes picture files here: sharp in Node, the browser in a page. */
export interface PictureDecoder {
  /**
   * Decodes a still picture upright, without opacity, colour profiles not applied: as Pillow's
   * `ImageOps.exif_transpose(image).convert('RGB')`.
   *
   * @returns `undefined` when it is damaged. The caller owns the picture.
   */
  still(file: Uint8Array, format: PictureFormat): Promise<RgbImage | undefined>;
  /** Decodes a single picture of an animation as it is stored, with its opacity; `undefined` when it is damaged. */
  withOpacity(file: Uint8Array, format: PictureFormat): Promise<RgbaImage | undefined>;
}

/**
 * The decoder for pictures of such a kind.
 *
 * @throws DecoderUnavailableError when there is none here.
 */
export type PictureDecoderFor = (format: PictureFormat) => Promise<PictureDecoder>;
