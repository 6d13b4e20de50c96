import { InvalidImageError } from '@slowfast/spec';

/** A picture as packed RGB. A {@link import('@slowfast/spec').Frame} is one too. */
export interface RgbImage {
  /** Bytes `[height, width, 3]`, 0 to 255. */
  readonly data: Uint8Array;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** A black picture that the caller owns. */
export function createImage(width: number, height: number): RgbImage {
  requireSize(width, height);
  return { data: new Uint8Array(width * height * 3), width, height };
}

/** @throws InvalidImageError unless both sizes are whole numbers of at least 1. */
export function requireSize(width: number, height: number): void {
  if (Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1) return;
  throw new InvalidImageError({ found: `${width}x${height} pixels`, expected: 'whole sizes of at least 1' });
}

/** @throws InvalidImageError unless the picture has three bytes per pixel. */
export function requireImage(image: RgbImage): void {
  requireSize(image.width, image.height);
  const expected = image.width * image.height * 3;
  if (image.data.length === expected) return;
  throw new InvalidImageError({
    found: `${image.data.length} bytes for ${image.width}x${image.height} pixels`,
    expected: `${expected} bytes`,
  });
}
