import type { ClipAnswers } from '../answer-clips.ts';
import type { QuestionRow } from '../score-by-kind.ts';
import type { ClipRatio } from '../statistics/bootstrap-ratios.ts';

/** Right and asked questions of a row, clip by clip. */
export function rowCounts({ holds }: QuestionRow, ofClips: readonly ClipAnswers[]): ClipRatio {
  const held = ofClips.map(({ answers }) => answers.filter(holds));
  return {
    numerators: held.map((answers) => answers.filter(({ right }) => right).length),
    denominators: held.map(({ length }) => length),
  };
}

/** Of all values; 0 without any. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
