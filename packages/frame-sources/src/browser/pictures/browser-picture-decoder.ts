import type { RgbImage } from '@slowfast/images';
import { DecoderUnavailableError } from '@slowfast/spec';
import { withoutOpacity } from '../../pictures/lay-over.ts';
import { type Orientation, orient } from '../../pictures/orient.ts';
import type { PictureDecoder } from '../../pictures/picture-decoder.ts';
import type { PictureFormat } from '../../pictures/picture-formats.ts';
import type { RgbaImage } from '../../pictures/rgba-image.ts';
import { webpOrientation } from '../../pictures/webp-orientation.ts';

/** As they are stored: no profile applied, nothing multiplied in. */
const asStored: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };

/**
 * The browser's own decoders of pictures. In Chromium the bytes are Pillow's, as in Node.
 *
 * @throws DecoderUnavailableError for kinds that this browser doesn't decode, TIFF mostly.
 */
export async function browserPictureDecoder({ codec, found }: PictureFormat): Promise<PictureDecoder> {
  const type = `image/${codec}`;
  const isDecoded =
    typeof ImageDecoder === 'undefined' ? codec !== 'tiff' : await ImageDecoder.isTypeSupported(type);
  if (!isDecoded) {
    throw new DecoderUnavailableError({
      codec: found,
      tried: [`this browser decodes no ${type}`],
      remedy: 'convert it to PNG or JPEG, or ask the command slowfast, which reads it as it is.',
    });
  }
  return {
    still: (file) => orUndefined(() => decodeStill(file, type)),
    withOpacity: (file) => orUndefined(() => decodeAsStored(file, type)),
  };
}

async function decodeStill(file: Uint8Array, type: string): Promise<RgbImage> {
  const { hasOpacity, orientation } = await describe(file, type);
  if (hasOpacity) return orient(withoutOpacity(await decodeAsStored(file, type)), orientation);
  // Upright as the browser knows it.
  const image = await decodeOpaque(file, type);
  return type === 'image/webp' ? orient(image, webpOrientation(file)) : image;
}

/** What a browser with an `ImageDecoder` says of a picture; that also refuses what breaks off, which others show in part. */
async function describe(
  file: Uint8Array,
  type: string,
): Promise<{ readonly hasOpacity: boolean; readonly orientation: Orientation }> {
  if (typeof ImageDecoder === 'undefined') return { hasOpacity: false, orientation: 1 };
  const decoder = new ImageDecoder({
    data: file as Uint8Array<ArrayBuffer>,
    type,
    colorSpaceConversion: 'none',
    preferAnimation: false,
  });
  try {
    const { image } = await decoder.decode({ completeFramesOnly: true });
    const {
      format,
      rotation = 0,
      flip = false,
    } = image as VideoFrame & {
      readonly rotation?: number;
      readonly flip?: boolean;
    };
    image.close();
    const orientation = type === 'image/webp' ? webpOrientation(file) : orientationOf(rotation, flip);
    return { hasOpacity: /A/.test(format ?? ''), orientation };
  } finally {
    decoder.close();
  }
}

/** Turned clockwise by so many degrees after mirroring, as the tag of EXIF counts. */
function orientationOf(rotation: number, flip: boolean): Orientation {
  const tags: Readonly<Record<string, Orientation>> = flip
    ? { 0: 2, 90: 5, 180: 4, 270: 7 }
    : { 0: 1, 90: 6, 180: 3, 270: 8 };
  return tags[rotation] ?? 1;
}

/** Four bytes a pixel as they are stored, also where a canvas would lose some: it multiplies opacity in. */
async function decodeAsStored(file: Uint8Array, type: string): Promise<RgbaImage> {
  using bitmap = closing(await createImageBitmap(blobOf(file, type), asStored));
  using frame = closing(new VideoFrame(bitmap.thing, { timestamp: 0 }));
  const { format, codedWidth: width, codedHeight: height } = frame.thing;
  const data = new Uint8Array(frame.thing.allocationSize());
  const [plane] = await frame.thing.copyTo(data);
  if (!/^(RGB|BGR)[AX]$/.test(format ?? '') || plane?.stride !== width * 4) {
    throw new TypeError(`A bitmap became ${format}.`);
  }
  if (format!.startsWith('BGR')) {
    for (let at = 0; at < data.length; at += 4) {
      const blue = data[at]!;
      data[at] = data[at + 2]!;
      data[at + 2] = blue;
    }
  }
  return { data, width, height };
}

async function decodeOpaque(file: Uint8Array, type: string): Promise<RgbImage> {
  using bitmap = closing(await createImageBitmap(blobOf(file, type), asStored));
  const { width, height } = bitmap.thing;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap.thing, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return withoutOpacity({ data: new Uint8Array(data.buffer), width, height });
}

function blobOf(file: Uint8Array, type: string): Blob {
  return new Blob([file as Uint8Array<ArrayBuffer>], { type });
}

function closing<Thing extends { close(): void }>(thing: Thing) {
  return { thing, [Symbol.dispose]: () => thing.close() };
}

async function orUndefined<Image>(decode: () => Promise<Image>): Promise<Image | undefined> {
  try {
    return await decode();
  } catch {
    // What the browser refuses is damaged: the caller leaves it out.
    return undefined;
  }
}
