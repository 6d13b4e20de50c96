import type { AskOptions, ChoiceOrders, OnNotice, WatchedVideo } from '@slowfast/spec';
import { askAndGrade } from '../ask-and-grade.ts';
import { type ClipQuestion, type GradedQuestion, isRight } from '../clip-question.ts';
import { decidable } from './decidable.ts';

/** Options of {@link decideAndGrade}. */
export interface DecideAndGradeOptions extends Pick<AskOptions, 'signal'> {
  readonly onNotice?: OnNotice | undefined;
  /** As of `decide`; `given` if absent. */
  readonly orders?: ChoiceOrders | undefined;
}

/**
 * Asks one question about a clip that is watched. What can be decided comes with the model's own probabilities, at temperature 1: multiple
 * choice is answered by the likeliest option, yes or no is decided beside the text that the model writes.
 */
export async function decideAndGrade(
  video: WatchedVideo,
  item: ClipQuestion,
  { orders, ...told }: DecideAndGradeOptions = {},
): Promise<GradedQuestion> {
  const found = decidable(item);
  if (!found) return askAndGrade(video, item, told);
  const { decision } = await video.decide({ decision: found.question }, { ...told, orders, temperature: 1 });
  const { labelMass, probability } = decision;
  const probabilities = decision.type === 'boolean' ? [probability, 1 - probability] : decision.probabilities;
  const decided = { probabilities, labelMass };
  if (decision.type === 'boolean') return { ...(await askAndGrade(video, item, told)), decided };
  const answered = String.fromCharCode('A'.charCodeAt(0) + decision.index);
  return { ...item, answered, right: isRight(item, answered), decided };
}
