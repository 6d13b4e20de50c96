import type { ClipAnswers } from '../answer-clips.ts';
import { decidable } from './decidable.ts';

/** A question that was decided, and which answer is right. */
export interface DecidedQuestion {
  readonly clip: string;
  readonly kind: string;
  readonly isChoice: boolean;
  /** The model's own, at temperature 1, in the order of the options, or of yes and no. */
  readonly probabilities: readonly number[];
  /** The place of the right answer. */
  readonly right: number;
  readonly labelMass: number;
  /** Whether the text that the model wrote was right; absent for multiple choice, of which none is written. */
  readonly isTextRight?: boolean;
}

/** What was decided among these answers. */
export function decidedQuestions(answers: readonly ClipAnswers[]): readonly DecidedQuestion[] {
  return answers.flatMap(({ clip, answers: graded }) =>
    graded.flatMap(({ decided, right: isTextRight, ...item }) => {
      const found = decided && decidable(item);
      if (!found) return [];
      const isChoice = found.question.type === 'choice';
      const { kind } = item;
      return [{ clip, kind, isChoice, right: found.right, ...decided, ...(!isChoice && { isTextRight }) }];
    }),
  );
}

/** The places of clips, in the order in which they come. */
export function placesOf(items: readonly DecidedQuestion[]): ReadonlyMap<string, number> {
  return new Map([...new Set(items.map(({ clip }) => clip))].map((clip, place) => [clip, place]));
}
