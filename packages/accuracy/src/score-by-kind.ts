import type { ClipQuestion, GradedQuestion } from './clip-question.ts';

/** A row of a table of accuracies: questions that are counted together. */
export interface QuestionRow {
  readonly name: string;
  /** Whether a question counts here. */
  readonly holds: (item: ClipQuestion) => boolean;
}

/** A row for each kind of open-ended question by name, one for multiple choice of all kinds, one for all together. */
export function questionRows(questions: readonly ClipQuestion[]): readonly QuestionRow[] {
  const isChoice = ({ options }: ClipQuestion) => options !== undefined;
  const kinds = new Set(questions.filter((item) => !isChoice(item)).map(({ kind }) => kind));
  return [
    ...[...kinds]
      .toSorted((a, b) => a.localeCompare(b))
      .map((name) => ({ name, holds: (item: ClipQuestion) => !isChoice(item) && item.kind === name })),
    ...(questions.some(isChoice) ? [{ name: 'multiple choice', holds: isChoice }] : []),
    { name: 'all', holds: () => true },
  ];
}

/** Right and asked questions of one row. */
export interface KindScore {
  readonly kind: string;
  readonly asked: number;
  readonly right: number;
}

/** Scores by kind of question, multiple choice as a kind of its own, and all together last. */
export function scoreByKind(graded: readonly GradedQuestion[]): readonly KindScore[] {
  return questionRows(graded).map(({ name, holds }) => {
    const of = graded.filter(holds);
    return { kind: name, asked: of.length, right: of.filter(({ right }) => right).length };
  });
}
