import type { ClipAnswers } from '../answer-clips.ts';
import type { GradedQuestion } from '../clip-question.ts';
import { seededRandom } from '../statistics/seeded-random.ts';

/**
 * For each clip a question of four options, one of yes or no whose text is right when its decision is, and one that can't be decided. What is
 * right is drawn by probabilities that the model tells with its logits multiplied: above 1 it is too sure.
 */
export function madeUpDecisions(clips: number, sharpness: number): readonly ClipAnswers[] {
  const random = seededRandom(5);
  const decide = (answers: number) => {
    const logits = Array.from({ length: answers }, () => 6 * random() - 3);
    const [real, told] = [softmax(logits), softmax(logits.map((logit) => sharpness * logit))];
    const drawn = random();
    const below = real.map((_, i) => real.slice(0, i + 1).reduce((sum, probability) => sum + probability, 0));
    const right = below.slice(0, -1).filter((sum) => sum <= drawn).length;
    return { right, decided: { probabilities: told, labelMass: 0.9 } };
  };
  return Array.from({ length: clips }, (_, at) => {
    const clip = `clip-${at}.mp4`;
    const [choice, boolean] = [decide(4), decide(2)];
    const likeliest = ({ decided: { probabilities } }: typeof choice) =>
      probabilities.indexOf(Math.max(...probabilities));
    const letter = (place: number) => 'ABCD'[place]!;
    const answers: readonly GradedQuestion[] = [
      {
        ...{ clip, kind: 'colour', question: 'Which?', options: ['a', 'b', 'c', 'd'] },
        ...{ answer: letter(choice.right), answered: letter(likeliest(choice)), decided: choice.decided },
        right: choice.right === likeliest(choice),
      },
      {
        ...{ clip, kind: 'is-there', question: 'Is it?', answer: ['yes', 'no'][boolean.right]! },
        ...{ answered: ['yes', 'no'][likeliest(boolean)]!, decided: boolean.decided },
        right: boolean.right === likeliest(boolean),
      },
      { clip, kind: 'colour', question: 'What colour?', answer: 'red', answered: 'red', right: true },
    ];
    return { clip, frames: 16, aggregation: 'concat', tokens: 1024, seconds: 1, answers };
  });
}

function softmax(logits: readonly number[]): readonly number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
