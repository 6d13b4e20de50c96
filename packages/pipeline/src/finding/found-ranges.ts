import type { FoundRange, VideoInfo } from '@slowfast/spec';
import type { FindSteps } from './find-steps.ts';
import type { Edge } from './refine-edges.ts';
import type { StepRange } from './step-ranges.ts';

/** Where a range may begin earlier or end later than its steps; absent where it can't, or no single frame tells. */
export interface RangeEdges {
  readonly begin: Edge | undefined;
  readonly end: Edge | undefined;
}

/** The edges of a range of steps: between its first step and the one before, and behind its last. */
export function rangeEdges({ from, to, answers }: StepRange, { indices, endIndex }: FindSteps): RangeEdges {
  const before = indices[from - 1];
  const begin =
    before === undefined || !answers[0]!.isOfFrame
      ? undefined
      : { low: before, high: indices[from]!, isBegin: true };
  const end = answers.at(-1)!.isOfFrame
    ? { low: indices[to - 1]!, high: indices[to] ?? endIndex, isBegin: false }
    : undefined;
  return { begin, end };
}

/** What ranges of time follow from. */
export interface FoundRangesContext {
  /** How likely yes is on frames between the steps that were looked at. */
  readonly between: ReadonlyMap<number, number>;
  readonly info: VideoInfo;
  readonly steps: FindSteps;
  /** What is told of a probability that was decided by. */
  readonly probabilityOf: (probability: number) => number;
}

/** Ranges of time of ranges of steps, whose edges have been narrowed down. */
export function foundRanges(
  ranges: readonly StepRange[],
  edges: readonly RangeEdges[],
  { between, info, steps, probabilityOf }: FoundRangesContext,
): readonly FoundRange[] {
  const { frameTimestampsSeconds } = info;
  const { indices, endIndex, endSeconds } = steps;
  return ranges.map(({ from, to, answers }, i) => {
    const { begin, end } = edges[i]!;
    const first = begin?.high ?? indices[from]!;
    const next = end?.high ?? indices[to] ?? endIndex;
    const inside = [...between].filter(([index]) => index >= first && index < next);
    const decided = [...answers.map(({ probability }) => probability), ...inside.map(([, yes]) => yes)];
    return {
      startSeconds: frameTimestampsSeconds[first]!,
      endSeconds: next === endIndex ? endSeconds : frameTimestampsSeconds[next]!,
      probability: decided.reduce((sum, yes) => sum + probabilityOf(yes), 0) / decided.length,
    };
  });
}
