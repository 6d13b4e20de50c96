import type { RgbImage } from '@slowfast/images';
import { createFrameSource } from '../../create-frame-source.ts';
import { openGif } from '../../gif/gif-reader.ts';
import { sniff, sniffBytes } from '../../index/sniff.ts';
import { decodeBmp } from './bmp.ts';
import { decodeStill } from './decode-with-sharp.ts';
import { loadSharp } from './load-sharp.ts';
import { pictureFormat } from './picture-formats.ts';

/**
 * Decodes a picture of any kind that is read here, upright; of an animated one the first.
 *
 * @returns the picture, which the caller owns, and its kind as users name it; `undefined` where there is none, or a damaged one.
 * @throws DecoderUnavailableError when sharp is needed and isn't there.
 */
export async function decodePicture(
  file: Uint8Array,
): Promise<{ readonly codec: string; readonly image: RgbImage } | undefined> {
  const { kind, found } = sniff(file.subarray(0, sniffBytes));
  if (kind === 'gif') {
    const image = await firstOfGif(file);
    return image && { codec: 'gif', image };
  }
  const format = pictureFormat(found);
  if (!format) return undefined;
  const image =
    format.codec === 'bmp' ? decodeBmp(file) : await decodeStill(await loadSharp(format.found), file);
  return image && { codec: format.codec, image };
}

async function firstOfGif(file: Uint8Array): Promise<RgbImage | undefined> {
  const bytes = {
    place: 'a GIF image',
    size: file.length,
    read: async (start: number, end: number) => file.subarray(start, end),
    close: async () => undefined,
  };
  try {
    await using source = createFrameSource(await openGif(bytes));
    for await (const { width, height, data } of source.frames({ indices: [0] }))
      return { width, height, data };
  } catch {
    // Damaged: the caller leaves it out.
  }
  return undefined;
}
