import type { RgbImage } from '@slowfast/images';
import type { PictureDecoder } from '../../pictures/picture-decoder.ts';
import type { PictureFormat } from '../../pictures/picture-formats.ts';
import type { RgbaImage } from '../../pictures/rgba-image.ts';
import { loadSharp, type Sharp } from './load-sharp.ts';

/**
 * sharp as a decoder of pictures; it is loaded when first needed.
 *
 * @throws DecoderUnavailableError when it isn't there.
 */
export async function sharpDecoder({ found }: PictureFormat): Promise<PictureDecoder> {
  const sharp = await loadSharp(found);
  return {
    still: (file) => decodeStill(sharp, file),
    withOpacity: (file) => decodeWithOpacity(sharp, file),
  };
}

/**
 * Decodes a JPEG, PNG, WebP, AVIF or TIFF picture as Pillow's `ImageOps.exif_transpose(image).convert('RGB')` does: upright by
 * its orientation tag, opacity dropped, colour profiles not applied. The bytes are Pillow's, except for AVIF with fewer
 * chroma samples than pixels.
 *
 * @returns `undefined` when it is damaged. The caller owns the picture.
 */
async function decodeStill(sharp: Sharp, file: Uint8Array): Promise<RgbImage | undefined> {
  return orUndefined(async () => {
    const image = sharp(file, { failOn: 'error', ignoreIcc: true }).autoOrient();
    const { space } = await image.metadata();
    // Left to itself, sharp would apply a profile for printing.
    if (space === 'cmyk')
      return inksToRgb(await pixelsOf(image.pipelineColourspace('cmyk').toColourspace('cmyk')));
    const { data, width, height } = await pixelsOf(image.toColourspace('srgb').removeAlpha());
    return { data, width, height };
  });
}

/** Decodes a single picture of an animation, with its opacity; `undefined` when it is damaged. */
async function decodeWithOpacity(sharp: Sharp, file: Uint8Array): Promise<RgbaImage | undefined> {
  return orUndefined(() =>
    pixelsOf(sharp(file, { failOn: 'error', ignoreIcc: true }).toColourspace('srgb').ensureAlpha()),
  );
}

async function pixelsOf(image: ReturnType<Sharp>) {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { data: bytes, width: info.width, height: info.height };
}

/** Cyan, magenta, yellow and black, without a profile: as Pillow has it. */
function inksToRgb({ data, width, height }: RgbaImage): RgbImage {
  const result = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < result.length; from += 4, to += 3) {
    const light = 255 - data[from + 3]!;
    for (let k = 0; k < 3; k++) {
      const product = data[from + k]! * light + 128;
      result[to + k] = Math.max(0, light - ((product + (product >> 8)) >> 8));
    }
  }
  return { data: result, width, height };
}

async function orUndefined<Image>(decode: () => Promise<Image>): Promise<Image | undefined> {
  try {
    return await decode();
  } catch {
    // What sharp refuses is damaged: the caller leaves it out.
    return undefined;
  }
}
