import { float32Tensor, type OnnxSession } from '@slowfast/onnx-session';
import { ModelInvalidError } from '@slowfast/spec';
import type { VisionModelDescription } from './describe-vision-model.ts';
import { normalizePixels, type Picture } from './normalize-pixels.ts';

/**
 * Runs the vision model once on as many frames as it takes at a time, or fewer: the last one fills up the rest.
 *
 * @returns the tokens of these frames, row-major, those of the filling left out.
 * @throws ModelInvalidError when the model returns another number of tokens than its description promises.
 */
export async function runVisionModel(
  session: OnnxSession,
  model: VisionModelDescription,
  frames: readonly Picture[],
  batch: number,
): Promise<Float32Array> {
  const { signature, recipe, rows, columns, embeddingSize } = model;
  const filled = Array.from(
    { length: batch },
    (_, position) => frames[Math.min(position, frames.length - 1)]!,
  );
  const { height, width } = recipe.transform;
  const pixels = float32Tensor(normalizePixels(filled, recipe), [batch, 3, height, width]);
  const outputs = await session.run({ [signature.pixels]: pixels }, { outputs: [signature.features] });
  const { data, shape } = outputs[signature.features]!;
  const tokens = rows * columns;
  const expected = signature.packed ? [batch * tokens, embeddingSize] : [batch, tokens, embeddingSize];
  if (!(data instanceof Float32Array) || shape.join() !== expected.join()) {
    throw new ModelInvalidError({
      place: model.place,
      found: `${signature.features} [${shape.join(', ')}]`,
      expected: `[${expected.join(', ')}] for ${batch} frames of ${rows}x${columns} tokens`,
    });
  }
  return data.subarray(0, frames.length * tokens * embeddingSize);
}
