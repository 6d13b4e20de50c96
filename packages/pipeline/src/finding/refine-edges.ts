import type { VideoInfo } from '@slowfast/spec';
import type { FindSteps } from './find-steps.ts';
import { middleFrame } from './plan-find.ts';

/** A begin or an end that lies between two frames, one of which is yes and the other no. */
export interface Edge {
  /** Indices of frames; the second is behind the first. */
  low: number;
  high: number;
  /** Whether yes is at the second. */
  readonly isBegin: boolean;
}

/** What narrowing down asks. */
export interface RefinementSettings {
  readonly threshold: number;
  /** How likely yes is on each of these frames, which ascend, each asked for once. */
  readonly decide: (indices: readonly number[]) => Promise<ReadonlyMap<number, number>>;
}

/**
 * Narrows edges down by halves, all of them at once, so that each round is one pass over the video; changes them.
 *
 * @returns how likely yes is on the frames that were looked at.
 */
export async function refineEdges(
  edges: readonly Edge[],
  info: VideoInfo,
  steps: FindSteps,
  { threshold, decide }: RefinementSettings,
): Promise<ReadonlyMap<number, number>> {
  const known = new Map<number, number>();
  for (;;) {
    const open = edges.flatMap((edge) => {
      const middle = middleFrame(info, steps, edge.low, edge.high);
      return middle === undefined ? [] : [{ edge, middle }];
    });
    if (open.length === 0) return known;
    const answers = await decide(open.map(({ middle }) => middle).toSorted((a, b) => a - b));
    for (const { edge, middle } of open) {
      const probability = answers.get(middle)!;
      known.set(middle, probability);
      const isYes = probability >= threshold;
      if (isYes === edge.isBegin) edge.high = middle;
      else edge.low = middle;
    }
  }
}
