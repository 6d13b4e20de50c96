import { VideoUnreadableError } from '@slowfast/spec';
import type { PictureReader } from '../picture-reader.ts';
import { parseAnimatedPng } from './animated-png.ts';
import { parseAnimatedWebp } from './animated-webp.ts';
import { createAnimationReader } from './animation-reader.ts';
import { decodePicture } from './decode-picture.ts';
import type { PictureDecoderFor } from './picture-decoder.ts';
import type { PictureFormat } from './picture-formats.ts';
import { createStillsReader } from './stills-reader.ts';

/**
 * A picture file as a video: of one frame that lasts a second, or of the pictures of an animated PNG or WebP. The file is held
 * in memory.
 *
 * @throws VideoUnreadableError when it is damaged.
 * @throws DecoderUnavailableError when there is no decoder for its kind.
 */
export async function openPicture(
  place: string,
  file: Uint8Array,
  picture: PictureFormat,
  decoderFor: PictureDecoderFor,
): Promise<PictureReader> {
  const { codec, found } = picture;
  const animation =
    codec === 'png' ? parseAnimatedPng(file) : codec === 'webp' ? parseAnimatedWebp(file) : undefined;
  if (animation) {
    const decoder = await decoderFor(picture);
    const format = { container: codec === 'png' ? 'apng' : codec, codec };
    const decode = (still: Uint8Array) => decoder.withOpacity(still, picture);
    return createAnimationReader({ place, found, format, animation, decode });
  }
  const first = await decodePicture(file, decoderFor);
  if (!first) throw new VideoUnreadableError({ place, found: `${found} that is damaged, or of a rare kind` });
  const { width, height } = first.image;
  return createStillsReader({
    place,
    info: { container: 'image', codec, width, height },
    count: 1,
    decode: async () => (await decodePicture(file, decoderFor))?.image,
  });
}
