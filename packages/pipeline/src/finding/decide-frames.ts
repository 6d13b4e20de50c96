import type { FrameSource, OverflowStorage } from '@slowfast/spec';
import { descend, type StepAnswer } from './descend.ts';
import { type EncodingContext, encodedFrames } from './encoded-frames.ts';
import { FrameFeatures } from './frame-features.ts';

/** What decides on frames by their features. */
export interface FeatureReader {
  /** How likely yes is for so many consecutive frames, whose features are asked for by their places, one after the other. */
  probability(frames: number, featuresOf: (place: number) => Promise<Float32Array>): Promise<number>;
}

/** What a search looks at frames with. */
export interface SearchContext {
  readonly source: FrameSource;
  readonly encoding: EncodingContext;
  readonly reader: FeatureReader;
  readonly threshold: number;
  readonly maxFeatureBytes: number;
  readonly storage: OverflowStorage | undefined;
  /** Called for each frame that was encoded. */
  readonly onFrame: () => void;
}

/**
 * Decides on windows of so many steps, and on their parts, in one pass over the frames.
 *
 * @returns the answers of the steps that are yes, by their numbers.
 */
export async function decideWindows(
  indices: readonly number[],
  windowFrames: number,
  { source, encoding, reader, threshold, maxFeatureBytes, storage, onFrame }: SearchContext,
): Promise<ReadonlyMap<number, StepAnswer>> {
  const found = new Map<number, StepAnswer>();
  await using features = new FrameFeatures(maxFeatureBytes, storage);
  const decide = (from: number, to: number) =>
    reader.probability(to - from, (place) => features.get(from + place));
  let encoded = 0;
  let decided = 0;
  const decideNext = async (to: number) => {
    for (const [step, answer] of await descend(decided, to, { threshold, decide })) found.set(step, answer);
    for (; decided < to; decided += 1) features.drop(decided);
  };
  for await (const frame of encodedFrames(source, indices, encoding)) {
    await features.add(encoded, frame.features);
    encoded += 1;
    onFrame();
    if (encoded - decided === windowFrames) await decideNext(encoded);
  }
  if (encoded > decided) await decideNext(encoded);
  return found;
}

/** How likely yes is on each of these frames on its own. */
export async function decideFrames(
  indices: readonly number[],
  { source, encoding, reader, onFrame }: SearchContext,
): Promise<ReadonlyMap<number, number>> {
  const probabilities = new Map<number, number>();
  // Damage is told of; of few frames most may well be damaged.
  for await (const { index, features } of encodedFrames(source, indices, {
    ...encoding,
    mayBeDamaged: true,
  })) {
    onFrame();
    probabilities.set(index, await reader.probability(1, async () => features));
  }
  return probabilities;
}
