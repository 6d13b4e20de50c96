import type {
  BooleanDecision,
  ChoiceDecision,
  DecisionFacts,
  DecisionQuestion,
  ScoreDecision,
} from '@slowfast/spec';

/** A decision of any kind. */
export type AnyDecision = ChoiceDecision | BooleanDecision | ScoreDecision;

/** The decision on a question, by the probabilities of its answers in their order. */
export function decisionOf(
  question: DecisionQuestion,
  probabilities: readonly number[],
  facts: DecisionFacts,
): AnyDecision {
  const index = likeliest(probabilities);
  switch (question.type) {
    case 'choice': {
      const probability = probabilities[index]!;
      const choice = question.choices[index]!;
      return { type: 'choice', choice, index, probability, probabilities, ...facts };
    }
    case 'boolean': {
      const probability = probabilities[0]!;
      return { type: 'boolean', answer: index === 0, probability, ...facts };
    }
    case 'score': {
      const score = probabilities.reduce((sum, probability, level) => sum + level * probability, 0);
      return { type: 'score', score, level: question.levels[index]!, index, probabilities, ...facts };
    }
  }
}

/** The place of the greatest; the first of equals. */
export function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}
