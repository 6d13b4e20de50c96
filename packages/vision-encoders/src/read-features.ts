import { fromFloat16, type OnnxValue } from '@slowfast/onnx-session';
import { isFloat32Array, isUint16Array, ModelInvalidError } from '@slowfast/spec';
import type { VisionModelDescription } from './describe-vision-model.ts';

/**
 * The tokens of the grids in a result, a token beside each grid left out.
 *
 * @param frames How many frames were run.
 * @param tokens Tokens of one frame's grid.
 * @returns values `[frames, tokens, embeddingSize]`.
 * @throws ModelInvalidError when the result is of another size than the description promises.
 */
export function readFeatures(
  model: VisionModelDescription,
  { type, data, shape }: OnnxValue,
  frames: number,
  tokens: number,
): Float32Array {
  const { embeddingSize, extraTokens, signature } = model;
  const rows = shape.slice(0, -1).reduce((product, axis) => product * axis, 1) / frames;
  const extra = [0, 1].find((count) => rows === tokens + count);
  const isPromised = extra !== undefined && (extraTokens ?? extra) === extra;
  const isFloats = isFloat32Array(data) || (type === 'float16' && isUint16Array(data));
  const isFeatures = isFloats && isPromised && shape.at(-1) === embeddingSize;
  if (!isFeatures || (shape.length === 3 && shape[0] !== frames)) {
    const expected = tokens + (extraTokens ?? 0);
    const sizes = signature.packed ? [frames * expected, embeddingSize] : [frames, expected, embeddingSize];
    throw new ModelInvalidError({
      place: model.place,
      found: `${signature.features.name} [${shape.join(', ')}]`,
      expected: `[${sizes.join(', ')}] for ${frames} frames of ${tokens} tokens`,
    });
  }
  const values = type === 'float16' ? fromFloat16(data as Uint16Array) : (data as Float32Array);
  if (extra === 0) return values;
  const skipped = model.extraTokenAt === 'start' ? embeddingSize : 0;
  const wanted = new Float32Array(frames * tokens * embeddingSize);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * rows * embeddingSize + skipped;
    wanted.set(values.subarray(start, start + tokens * embeddingSize), frame * tokens * embeddingSize);
  }
  return wanted;
}
