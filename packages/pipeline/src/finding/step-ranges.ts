import type { StepAnswer } from './descend.ts';

/** Consecutive steps that are yes: from one up to another, which is excluded. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
  readonly answers: readonly StepAnswer[];
}

/** Joins steps that are yes to ranges, in order. */
export function stepRanges(found: ReadonlyMap<number, StepAnswer>): readonly StepRange[] {
  const ranges: { from: number; to: number; answers: StepAnswer[] }[] = [];
  for (const [step, answer] of [...found].toSorted(([a], [b]) => a - b)) {
    const last = ranges.at(-1);
    if (last?.to === step) {
      last.to = step + 1;
      last.answers.push(answer);
    } else {
      ranges.push({ from: step, to: step + 1, answers: [answer] });
    }
  }
  return ranges;
}
