import type { FrameSource, OverflowStorage } from '@slowfast/spec';
import { descend, type StepAnswer } from './descend.ts';
import { type EncodingContext, encodedFrames } from './encoded-frames.ts';
import { FrameFeatures } from './frame-features.ts';

/** What decides on frames by their features. */
export interface FeatureReader {
  probability(features: readonly Float32Array[]): Promise<number>;
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
  const decide = async (from: number, to: number) => {
    const positions = Array.from({ length: to - from }, (_, i) => from + i);
    return reader.probability(await Promise.all(positions.map((position) => features.get(position))));
  };
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
    probabilities.set(index, await reader.probability([features]));
  }
  return probabilities;
}
