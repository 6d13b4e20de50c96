import { bytesInMemory } from '@slowfast/byte-sources';
import type { RgbImage } from '@slowfast/images';
import { createFrameSource } from '../create-frame-source.ts';
import { openGif } from '../gif/gif-reader.ts';
import { sniff, sniffBytes } from '../index/sniff.ts';
import { decodeBmp } from './bmp.ts';
import type { PictureDecoderFor } from './picture-decoder.ts';
import { pictureFormat } from './picture-formats.ts';

/**
 * Decodes a picture of any kind that is read here, upright; of an animated one the first.
 *
 * @returns the picture, which the caller owns, and its kind as users name it; `undefined` where there is none, or a damaged one.
 * @throws DecoderUnavailableError when there is no decoder for its kind.
 */
export async function decodePicture(
  file: Uint8Array,
  decoderFor: PictureDecoderFor,
): Promise<{ readonly codec: string; readonly image: RgbImage } | undefined> {
  const { kind, found } = sniff(file.subarray(0, sniffBytes));
  if (kind === 'gif') {
    const image = await firstOfGif(file);
    return image && { codec: 'gif', image };
  }
  const format = pictureFormat(found);
  if (!format) return undefined;
  const image =
    format.codec === 'bmp' ? decodeBmp(file) : await (await decoderFor(format)).still(file, format);
  return image && { codec: format.codec, image };
}

async function firstOfGif(file: Uint8Array): Promise<RgbImage | undefined> {
  try {
    await using source = createFrameSource(await openGif(bytesInMemory(file, 'a GIF image')));
    for await (const { width, height, data } of source.frames({ indices: [0] }))
      return { width, height, data };
  } catch {
    // Damaged: the caller leaves it out.
  }
  return undefined;
}
