import type { FoundRange } from 'slowfast-llava';

/** A question about a clip, and when its answer is yes. */
export interface WantedRange {
  readonly clip: string;
  readonly question: string;
  /** Absent where it is no all the time. */
  readonly range?: { readonly startSeconds: number; readonly endSeconds: number };
}

/** What was found. */
export interface FindingRecord extends WantedRange {
  readonly way: string;
  readonly ranges: readonly FoundRange[];
  readonly frames: number;
  readonly decisions: number;
  readonly seconds: number;
}

/**
 * Intersection over union of what was found, all ranges together, and the one that was wanted: a second range elsewhere makes it less.
 */
export function overlap({ ranges, range }: Pick<FindingRecord, 'ranges' | 'range'>): number {
  if (!range) return 0;
  const length = (start: number, end: number) => Math.max(0, end - start);
  const shared = ranges.reduce(
    (sum, { startSeconds, endSeconds }) =>
      sum + length(Math.max(startSeconds, range.startSeconds), Math.min(endSeconds, range.endSeconds)),
    0,
  );
  const found = ranges.reduce((sum, one) => sum + length(one.startSeconds, one.endSeconds), 0);
  return shared / (found + length(range.startSeconds, range.endSeconds) - shared);
}
