import { VideoUnreadableError } from '@slowfast/spec';
import type { PictureReader } from '../../picture-reader.ts';
import { parseAnimatedPng } from './animated-png.ts';
import { parseAnimatedWebp } from './animated-webp.ts';
import { createAnimationReader } from './animation-reader.ts';
import { decodePicture } from './decode-picture.ts';
import { decodeWithOpacity } from './decode-with-sharp.ts';
import { loadSharp } from './load-sharp.ts';
import type { PictureFormat } from './picture-formats.ts';
import { createStillsReader } from './stills-reader.ts';

/**
 * A picture file as a video: of one frame that lasts a second, or of the pictures of an animated PNG or WebP. The file is held
 * in memory.
 *
 * @throws VideoUnreadableError when it is damaged.
 * @throws DecoderUnavailableError when sharp is needed and isn't there.
 */
export async function openPicture(
  place: string,
  file: Uint8Array,
  { codec, found }: PictureFormat,
): Promise<PictureReader> {
  const animation =
    codec === 'png' ? parseAnimatedPng(file) : codec === 'webp' ? parseAnimatedWebp(file) : undefined;
  if (animation) {
    const sharp = await loadSharp(found);
    const format = { container: codec === 'png' ? 'apng' : codec, codec };
    const decode = (still: Uint8Array) => decodeWithOpacity(sharp, still);
    return createAnimationReader({ place, found, format, animation, decode });
  }
  const first = await decodePicture(file);
  if (!first) throw new VideoUnreadableError({ place, found: `${found} that is damaged, or of a rare kind` });
  const { width, height } = first.image;
  return createStillsReader({
    place,
    info: { container: 'image', codec, width, height },
    count: 1,
    decode: async () => (await decodePicture(file))?.image,
  });
}
