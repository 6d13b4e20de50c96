import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { RgbImage, YuvImage } from '@slowfast/images';
import { DecoderUnavailableError, VideoUnreadableError } from '@slowfast/spec';
import type { FileDecoder, FrameDecoder } from '../frame-decoder.ts';
import type { PictureReader } from '../picture-reader.ts';
import { usableFiles } from './sequential-file.ts';

const codecs: Readonly<Record<string, string>> = {
  '.png': 'png',
  '.jpg': 'mjpeg',
  '.jpeg': 'mjpeg',
  '.webp': 'webp',
  '.bmp': 'bmp',
};

/**
 * A folder of images as a video of one frame per second, in natural order of their names (`2` before `10`). Their
 * orientation tags are not applied. The size of the video is that of its first image.
 *
 * @throws VideoUnreadableError when there is no image, or the first can't be decoded.
 */
export async function openImageFolder(
  folder: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const order = new Intl.Collator('en', { numeric: true });
  const files = (await readdir(folder))
    .filter((name) => extname(name).toLowerCase() in codecs && !name.startsWith('.'))
    .sort(order.compare)
    .map((name) => join(folder, name));
  if (files.length === 0) throw new VideoUnreadableError({ place: folder, found: 'a folder without images' });
  const codec = codecs[extname(files[0]!).toLowerCase()]!;
  const { files: decoder, tried } = await usableFiles(decoders);
  if (!decoder) throw new DecoderUnavailableError({ codec, tried });
  let size: { readonly width: number; readonly height: number } | undefined;
  for await (const { image } of decoder.decodeFile(files[0]!, [0], signal)) size = image;
  if (!size) {
    throw new VideoUnreadableError({ place: folder, found: `a damaged image, ${basename(files[0]!)}` });
  }
  return createFolderReader(folder, files, codec, size, decoder);
}

function createFolderReader(
  place: string,
  files: readonly string[],
  codec: string,
  { width, height }: { readonly width: number; readonly height: number },
  decoder: FileDecoder,
): PictureReader {
  return {
    place,
    info: {
      container: 'images',
      codec,
      width,
      height,
      rotationDegrees: 0,
      frameCount: files.length,
      durationSeconds: files.length,
      frameRate: 1,
      hasAudio: false,
      frameTimestampsSeconds: Float64Array.from(files.keys()),
    },
    async *read(indices, signal): AsyncGenerator<{ index: number; image: RgbImage | YuvImage }, void> {
      for (const index of indices) {
        for await (const { image } of decoder.decodeFile(files[index]!, [0], signal)) yield { index, image };
      }
    },
    *neighbours(index) {
      yield [index];
      for (let distance = 1; distance < files.length; distance++) {
        if (index >= distance) yield [index - distance];
        if (index + distance < files.length) yield [index + distance];
      }
    },
    close: async () => undefined,
  };
}
