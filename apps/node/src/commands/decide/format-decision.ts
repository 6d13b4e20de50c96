import type { BooleanDecision, ChoiceDecision, DecisionQuestion, ScoreDecision } from 'slowfast-llava';

/** A decision of any kind. */
export type AnyDecision = ChoiceDecision | BooleanDecision | ScoreDecision;

/** A probability for people: two decimals. */
export function formatProbability(probability: number): string {
  return probability.toFixed(2);
}

/** A decision for people, a line for each answer with its probability: the likeliest first, levels in their order behind the score. */
export function formatDecision(question: DecisionQuestion, decision: AnyDecision): string {
  switch (decision.type) {
    case 'choice':
      return rows(textsOf(question), decision.probabilities, byProbability);
    case 'boolean':
      return rows(['yes', 'no'], [decision.probability, 1 - decision.probability], byProbability);
    case 'score': {
      const levels = rows(textsOf(question), decision.probabilities, () => 0);
      return `${rows(['score'], [decision.score], () => 0)}${levels}`;
    }
  }
}

type Row = readonly [text: string, value: number];

const byProbability = ([, a]: Row, [, b]: Row) => b - a;

function rows(
  texts: readonly string[],
  values: readonly number[],
  order: (a: Row, b: Row) => number,
): string {
  const width = Math.max(...texts.map((text) => text.length), 'score'.length);
  return texts
    .map((text, i): Row => [text, values[i]!])
    .toSorted(order)
    .map(([text, value]) => `${text.padEnd(width)}  ${formatProbability(value)}\n`)
    .join('');
}

function textsOf(question: DecisionQuestion): readonly string[] {
  if (question.type === 'boolean') return ['yes', 'no'];
  const texts = question.type === 'choice' ? question.choices : question.levels;
  return texts.map((text) => text.trim());
}
