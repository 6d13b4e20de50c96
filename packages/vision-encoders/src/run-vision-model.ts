import type { OnnxSession } from '@slowfast/onnx-session';
import type { VisionModelDescription } from './describe-vision-model.ts';
import type { Picture } from './normalize-pixels.ts';
import { readFeatures } from './read-features.ts';
import { visionFeeds } from './vision-feeds.ts';

/**
 * Runs the vision model once on as many frames as it takes at a time, or fewer: the last one fills up the rest.
 *
 * @param tokens Tokens of one frame's grid.
 * @returns the tokens of these frames, row-major, those of the filling left out.
 * @throws ModelInvalidError when the model returns another number of tokens than its description promises.
 */
export async function runVisionModel(
  session: OnnxSession,
  model: VisionModelDescription,
  frames: readonly Picture[],
  batch: number,
  tokens: number,
): Promise<Float32Array> {
  const filled = Array.from(
    { length: batch },
    (_, position) => frames[Math.min(position, frames.length - 1)]!,
  );
  const { name } = model.signature.features;
  const outputs = await session.run(visionFeeds(model, filled), { outputs: [name] });
  const values = readFeatures(model, outputs[name]!, batch, tokens);
  return values.subarray(0, frames.length * tokens * model.embeddingSize);
}
