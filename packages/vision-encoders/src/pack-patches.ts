/**
 * Cuts a picture into squares: of `[3, height, width]` it makes `[patches, patchPixels * patchPixels * 3]`, patches in
 * raster order, each row by row with the three channels of a pixel together, written from `offset` of `target` on.
 *
 * Source: https://github.com/huggingface/transformers/blob/v5.23.0/src/transformers/models/lfm2_vl/image_processing_lfm2_vl.py (convert_image_to_patches)
 */
export function packPatches(
  values: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  patchPixels: number,
  target: Float32Array,
  offset: number,
): void {
  const pixels = width * height;
  let to = offset;
  for (let top = 0; top < height; top += patchPixels) {
    for (let left = 0; left < width; left += patchPixels) {
      for (let y = top; y < top + patchPixels; y++) {
        const from = y * width + left;
        for (let pixel = from; pixel < from + patchPixels; pixel++) {
          target[to++] = values[pixel]!;
          target[to++] = values[pixel + pixels]!;
          target[to++] = values[pixel + 2 * pixels]!;
        }
      }
    }
  }
}
