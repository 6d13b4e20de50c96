import { EmptyQuestionError, InvalidSettingError, type PromptPart, type Question } from '@slowfast/spec';
import type { InstructionText } from './instruction-text.ts';

const mostOptions = 26;

/** The letter of an option: A, B, C, … */
function optionLetter(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/**
 * What a user's turn says: in the first turn the key-frame sentence and the task on a line of their own, then the question,
 * then one "(A) text" line per option. Only the words of the user are `text`; white space around them is dropped, as chat
 * templates do.
 *
 * @throws EmptyQuestionError when question or option is blank.
 * @throws InvalidSettingError when there are fewer than 2 or more than 26 options.
 */
export function questionParts(
  question: Question,
  instructions: InstructionText,
  isFirst: boolean,
): PromptPart[] {
  const { options } = question;
  requireQuestion(question);
  const task = options ? instructions.multipleChoice : instructions.openEnded;
  const lead = isFirst
    ? [instructions.keyFrames.trim(), task.trim()].filter((text) => text !== '').join(' ')
    : '';
  const parts: PromptPart[] = [];
  if (lead !== '') parts.push({ type: 'control', text: `${lead}\n` });
  parts.push({ type: 'text', text: question.text.trim() });
  options?.forEach((option, i) => {
    parts.push({ type: 'control', text: `\n(${optionLetter(i)}) ` }, { type: 'text', text: option.trim() });
  });
  return parts;
}

function requireQuestion({ text, options }: Question): void {
  if (text.trim() === '') throw new EmptyQuestionError({});
  if (!options) return;
  if (options.length < 2 || options.length > mostOptions) {
    const found = `${options.length} texts`;
    throw new InvalidSettingError({ setting: 'options', found, expected: `2 to ${mostOptions} texts` });
  }
  const blank = options.findIndex((option) => option.trim() === '');
  if (blank >= 0) throw new EmptyQuestionError({ found: `option ${optionLetter(blank)} is blank` });
}
