import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { VideoUnreadableError } from '@slowfast/spec';
import type { PictureReader } from '../picture-reader.ts';
import { decodePicture } from './pictures/decode-picture.ts';
import { isOtherPictureName, isPictureName } from './pictures/picture-formats.ts';
import { createStillsReader } from './pictures/stills-reader.ts';

/**
 * Opens a folder of images as a video of one frame per second, in natural order of their names (`2` before `10`), each
 * upright as its orientation tag says; of an animated one the first picture. The size of the video is that of its first
 * image. Pictures of kinds that are not read here are left out, and named in the video's facts.
 *
 * @throws VideoUnreadableError when there is no image, or the first can't be decoded.
 * @throws DecoderUnavailableError when the first needs sharp, and it isn't there.
 */
export async function openImageFolder(folder: string, signal: AbortSignal): Promise<PictureReader> {
  const order = new Intl.Collator('en', { numeric: true });
  const names = (await readdir(folder)).sort(order.compare);
  const files = names.filter(isPictureName).map((name) => join(folder, name));
  const leftOut = names.filter(isOtherPictureName);
  if (files.length === 0) {
    const others = leftOut.length > 0 ? ` that are read (but ${leftOut.slice(0, 3).join(', ')})` : '';
    throw new VideoUnreadableError({ place: folder, found: `a folder without images${others}` });
  }
  signal.throwIfAborted();
  const first = await decodePicture(await readFile(files[0]!, { signal }));
  signal.throwIfAborted();
  if (!first) {
    throw new VideoUnreadableError({ place: folder, found: `a damaged image, ${basename(files[0]!)}` });
  }
  const { width, height } = first.image;
  return createStillsReader({
    place: folder,
    info: {
      ...{ container: 'images', codec: first.codec, width, height },
      ...(leftOut.length > 0 ? { leftOut } : {}),
    },
    count: files.length,
    decode: async (index) => (await decodePicture(await readFile(files[index]!)))?.image,
  });
}
