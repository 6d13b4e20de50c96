import type { DecidedQuestion } from './decided-question.ts';

/** Decided questions that are counted together. */
export interface DecisionRow {
  readonly name: string;
  readonly holds: (item: DecidedQuestion) => boolean;
}

/** A row for each kind of yes or no, then of multiple choice, one for each of the two where it has several kinds, one for all together. */
export function decisionRows(items: readonly DecidedQuestion[]): readonly DecisionRow[] {
  const groups = [
    { name: 'yes or no', isChoice: false },
    { name: 'multiple choice', isChoice: true },
  ].map((group) => {
    const holds = (item: DecidedQuestion) => item.isChoice === group.isChoice;
    const kinds = [...new Set(items.filter(holds).map(({ kind }) => kind))];
    const ofKinds = kinds
      .toSorted((a, b) => a.localeCompare(b))
      .map((kind) => ({
        name: `${kind}, ${group.name}`,
        holds: (item: DecidedQuestion) => holds(item) && item.kind === kind,
      }));
    return { ofKinds, whole: ofKinds.length > 1 ? [{ name: group.name, holds }] : [] };
  });
  const rows = [...groups.flatMap(({ ofKinds }) => ofKinds), ...groups.flatMap(({ whole }) => whole)];
  return [...rows, { name: 'all decisions', holds: () => true }];
}
