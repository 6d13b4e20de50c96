import type { Question } from '@slowfast/spec';

// A letter at the very beginning, perhaps in parentheses, that is no part of a word: "B", "B)", "(B) text", "b. text".
const leadingLetter = /^\(?\s*([A-Za-z])\s*(?=$|[).:,;\]])/;

/**
 * The answer as users see it. Multiple choice: the letter alone, in upper case, when the answer begins with the letter of an
 * option, whatever follows; else, and for answers in words, the answer without white space around it.
 */
export function cleanAnswer(answer: string, question: Question): string {
  const trimmed = answer.trim();
  if (!question.options) return trimmed;
  const letter = leadingLetter.exec(trimmed)?.[1]?.toUpperCase();
  if (letter === undefined) return trimmed;
  const index = letter.charCodeAt(0) - 'A'.charCodeAt(0);
  return index < question.options.length ? letter : trimmed;
}
