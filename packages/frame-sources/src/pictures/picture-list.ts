import { type ByteSource, bytesInMemory, type ContentKeyOptions, contentKey } from '@slowfast/byte-sources';
import { VideoUnreadableError } from '@slowfast/spec';
import { sniff, sniffBytes } from '../index/sniff.ts';
import type { PictureReader } from '../picture-reader.ts';
import { decodePicture } from './decode-picture.ts';
import type { PictureDecoderFor } from './picture-decoder.ts';
import { createStillsReader } from './stills-reader.ts';

/** One picture of several. */
export interface ListedPicture {
  /** Names it in messages. */
  readonly name: string;
  /** Opens its bytes, each time anew; the caller closes them. */
  open(signal: AbortSignal): Promise<ByteSource>;
}

/** Pictures that are one video. */
export interface PictureList {
  readonly place: string;
  readonly pictures: readonly ListedPicture[];
  /** Names of those that are not read; absent where there are none. */
  readonly leftOut?: readonly string[] | undefined;
  /** Whether each of them was meant to be a picture: one that is none is then refused, and not taken for a damaged one. */
  readonly areMeant: boolean;
}

/**
 * Opens pictures as a video of one frame per second, each upright as its orientation tag says; of an animated one the first picture. The
 * size of the video is that of its first picture. They are read when they are asked for; to open them the first is decoded, and what
 * lies at hand is looked at.
 *
 * @throws VideoUnreadableError when the first can't be decoded, or one that was meant is no picture.
 * @throws DecoderUnavailableError when there is no decoder for the kind of the first.
 */
export async function openPictureList(
  list: PictureList,
  decoderFor: PictureDecoderFor,
  signal: AbortSignal,
): Promise<PictureReader> {
  const { place, pictures, leftOut = [], areMeant } = list;
  const read = async (index: number, readSignal: AbortSignal) => {
    const { name, open } = pictures[index]!;
    const bytes = await open(readSignal);
    try {
      const file = await bytes.read(0, bytes.size);
      if (areMeant) assertPicture(name, file.subarray(0, sniffBytes));
      return await decodePicture(file, decoderFor);
    } finally {
      await bytes.close();
    }
  };
  signal.throwIfAborted();
  const first = await read(0, signal);
  signal.throwIfAborted();
  if (!first) throw new VideoUnreadableError({ place, found: `a damaged picture, ${pictures[0]!.name}` });
  const { width, height } = first.image;
  return createStillsReader({
    place,
    info: {
      ...{ container: 'images', codec: first.codec, width, height },
      ...(leftOut.length > 0 ? { leftOut } : {}),
    },
    count: pictures.length,
    decode: async (index, readSignal) => (await read(index, readSignal))?.image,
  });
}

/** @throws VideoUnreadableError when a file begins as no picture does. */
export function assertPicture(place: string, head: Uint8Array): void {
  const { kind, found } = sniff(head);
  if (kind === 'picture' || kind === 'gif') return;
  throw new VideoUnreadableError({ place, found: `${found} in a list of pictures` });
}

/** The key of all of them, in their order. Names count in a folder, where they make the order. */
export async function keyOfPictures(
  { pictures, leftOut = [], areMeant }: PictureList,
  options: ContentKeyOptions,
): Promise<string> {
  const keys: string[] = [];
  for (const { name, open } of pictures) {
    const bytes = await open(options.signal ?? new AbortController().signal);
    try {
      keys.push(`${areMeant ? '' : `${JSON.stringify(name)} `}${await contentKey(bytes, options)}`);
    } finally {
      await bytes.close();
    }
  }
  const all = new TextEncoder().encode(JSON.stringify([keys, leftOut]));
  return `pictures-${await contentKey(bytesInMemory(all), options)}`;
}
