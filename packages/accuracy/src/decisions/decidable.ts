import type { BooleanQuestion, ChoiceQuestion } from '@slowfast/spec';
import type { ClipQuestion } from '../clip-question.ts';

/** A question of a list as it is decided. */
export interface Decidable {
  readonly question: ChoiceQuestion | BooleanQuestion;
  /** The place of the right answer: among the choices, or of yes and no. */
  readonly right: number;
}

const mostChoices = 26;

/**
 * A question of multiple choice, or one whose answer is yes or no, as it is decided; undefined for another, and where options are alike or
 * several are right: of these it can't be told how often a probability came true.
 */
export function decidable({
  question: text,
  options,
  answer,
  accepted = [answer],
}: ClipQuestion): Decidable | undefined {
  if (!options) {
    const right = onlyOne(accepted.map((item) => yesOrNo.indexOf(plain(item))));
    return right === undefined ? undefined : { question: { type: 'boolean', text }, right };
  }
  const choices = options.map((option) => option.trim());
  if (choices.includes('') || new Set(choices).size < choices.length || choices.length > mostChoices) {
    return undefined;
  }
  const right = onlyOne(accepted.map((letter) => plain(letter).charCodeAt(0) - 'a'.charCodeAt(0)));
  return right === undefined ? undefined : { question: { type: 'choice', text, choices }, right };
}

const yesOrNo = ['yes', 'no'];

/** The place that all of these are, if they are one. */
function onlyOne(places: readonly number[]): number | undefined {
  const [first, ...others] = new Set(places);
  return first === undefined || first < 0 || others.length > 0 ? undefined : first;
}

function plain(text: string): string {
  return text.trim().replace(/\.$/, '').toLowerCase();
}
