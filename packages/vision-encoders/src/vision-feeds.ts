import { float32Tensor, int64Tensor, type OnnxTensor, toFloat16 } from '@slowfast/onnx-session';
import type { VisionModelDescription } from './describe-vision-model.ts';
import { normalizePixels, type Picture } from './normalize-pixels.ts';
import { packPatches } from './pack-patches.ts';
import type { PictureSize } from './processor-size.ts';
import type { PixelLayout, VisionTensor } from './vision-signature.ts';

/**
 * The inputs of one run: normalised pixels in the layout that the model takes, and beside them a mask and sizes where it
 * takes those. All pixels count: no fit fills a picture up with what the model should not see.
 *
 * @param pictures As many as one run takes, all of one size that the model takes.
 */
export function visionFeeds(
  model: VisionModelDescription,
  pictures: readonly Picture[],
): Record<string, OnnxTensor> {
  const { pixels, attentionMask, spatialShapes } = model.signature;
  const { layout } = pixels;
  const size = pictures[0]!;
  const leading = leadingAxes(layout, pictures.length);
  const values = normalizePixels(pictures, model.recipe, size);
  if (layout.kind === 'pictures') {
    const { height, width } = size;
    return {
      [pixels.name]: floats(pixels, values, [...leading, 3, height, width]),
      ...mask(attentionMask, [...leading, height, width], height * width, height * width),
    };
  }
  const edge = model.patchPixels!;
  const [rows, columns] = [size.height / edge, size.width / edge];
  const used = rows * columns;
  const patches = layout.patches ?? used;
  const packed = patchValues(values, size, edge, pictures.length, patches);
  return {
    [pixels.name]: floats(pixels, packed, [...leading, patches, edge * edge * 3]),
    ...mask(attentionMask, [...leading, patches], patches, used),
    ...(spatialShapes && {
      [spatialShapes.name]: integers(
        spatialShapes,
        pictures.flatMap(() => [rows, columns]),
        [pictures.length, 2],
      ),
    }),
  };
}

/** Where two axes are in front of a picture, the frames lie along the last free one. */
function leadingAxes({ leading }: PixelLayout, frames: number): number[] {
  let rest = frames / leading.reduce<number>((product, axis) => product * (axis ?? 1), 1);
  return leading
    .toReversed()
    .map((axis) => {
      if (axis !== undefined) return axis;
      const frames = rest;
      rest = 1;
      return frames;
    })
    .toReversed();
}

function patchValues(
  values: Float32Array,
  size: PictureSize,
  edge: number,
  pictures: number,
  patches: number,
): Float32Array {
  const perPicture = 3 * size.width * size.height;
  const packed = new Float32Array(pictures * patches * edge * edge * 3);
  for (let nth = 0; nth < pictures; nth++) {
    const picture = values.subarray(nth * perPicture, (nth + 1) * perPicture);
    packPatches(picture, size, edge, packed, nth * patches * edge * edge * 3);
  }
  return packed;
}

/** Ones for what is used of each picture, zeros for the rest. */
function mask(
  input: VisionTensor | undefined,
  shape: readonly number[],
  perPicture: number,
  used: number,
): Record<string, OnnxTensor> {
  if (!input) return {};
  const length = shape.reduce((product, axis) => product * axis, 1);
  const values = new Uint8Array(length).fill(1);
  for (let end = perPicture; end <= length; end += perPicture) values.fill(0, end - perPicture + used, end);
  return { [input.name]: integers(input, values, shape) };
}

function floats({ type }: VisionTensor, values: Float32Array, shape: readonly number[]): OnnxTensor {
  return type === 'float16' ? { type, data: toFloat16(values), shape } : float32Tensor(values, shape);
}

function integers({ type }: VisionTensor, values: ArrayLike<number>, shape: readonly number[]): OnnxTensor {
  if (type === 'bool') return { type, data: Uint8Array.from(values), shape };
  if (type === 'int32') return { type, data: Int32Array.from(values), shape };
  return int64Tensor(values, shape);
}
