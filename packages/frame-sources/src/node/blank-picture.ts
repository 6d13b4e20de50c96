import type { RgbImage, YuvImage } from '@slowfast/images';

/**
 * Whether all samples of a picture are the middle grey that FFmpeg fills in where it has nothing: no reference, no slice that fits its
 * parameters. It looks no further than the first sample that is something else.
 */
export function isBlank(image: YuvImage | RgbImage): boolean {
  if (!('planes' in image)) return false;
  const { width, height, layout, bitDepth, planes } = image;
  const sampleBytes = bitDepth > 8 ? 2 : 1;
  const middle = 1 << (bitDepth - 1);
  const across = layout === '444' || layout === '440' ? 1 : layout === '411' || layout === '410' ? 4 : 2;
  const down = layout === '420' || layout === '440' ? 2 : layout === '410' ? 4 : 1;
  return planes.every(({ data, stride }, plane) => {
    const columns = plane === 0 ? width : Math.ceil(width / across);
    const rows = plane === 0 ? height : Math.ceil(height / down);
    for (let row = 0; row < rows; row++) {
      for (let x = 0, at = row * stride; x < columns; x++, at += sampleBytes) {
        const sample = sampleBytes === 1 ? data[at]! : data[at]! | (data[at + 1]! << 8);
        if (sample !== middle) return false;
      }
    }
    return true;
  });
}
