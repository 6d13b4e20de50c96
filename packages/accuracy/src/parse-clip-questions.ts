import { QuestionsInvalidError } from '@slowfast/spec';
import type { ClipQuestion } from './clip-question.ts';

/**
 * Checks what was read of a `questions.json`. Unknown keys are left out.
 *
 * @param place names the file in errors.
 * @throws QuestionsInvalidError which says which entry is wrong, counted from 1, and what of it.
 */
export function parseClipQuestions(value: unknown, place: string): readonly ClipQuestion[] {
  if (!Array.isArray(value) || value.length === 0) {
    const found = Array.isArray(value) ? 'an empty list' : shown(value);
    throw new QuestionsInvalidError({ place, found, expected: 'a list of questions' });
  }
  return value.map((entry, position) => parseEntry(entry, place, position + 1));
}

function parseEntry(entry: unknown, place: string, number: number): ClipQuestion {
  const refuse = (found: string, expected: string) =>
    new QuestionsInvalidError({ place, found: `${found} in entry ${number}`, expected });
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw refuse(shown(entry), 'an object with clip, kind, question and answer');
  }
  const values = entry as Readonly<Record<string, unknown>>;
  const text = (key: string): string => {
    const found = values[key];
    if (typeof found === 'string' && found.trim() !== '') return found;
    throw refuse(`${key} ${shown(found)}`, 'a text that is not empty');
  };
  const texts = (key: string, least: number): readonly string[] | undefined => {
    const found = values[key];
    if (found === undefined) return undefined;
    if (Array.isArray(found) && found.length >= least && found.every((item) => typeof item === 'string')) {
      return found;
    }
    throw refuse(`${key} ${shown(found)}`, `a list of ${least} texts or more`);
  };
  const clip = text('clip');
  if (clip.split(/[\\/]/).includes('..') || /^[\\/]|^[a-z]+:/i.test(clip)) {
    throw refuse(`clip ${shown(clip)}`, 'a place inside of the folder');
  }
  const options = texts('options', 2);
  const accepted = texts('accepted', 1);
  const answer = text('answer');
  for (const letter of options ? [answer, ...(accepted ?? [])] : []) {
    const at = letter.length === 1 ? letter.charCodeAt(0) - 65 : -1;
    if (at >= 0 && at < options!.length) continue;
    const last = String.fromCharCode(64 + options!.length);
    throw refuse(`answer ${shown(letter)}`, `the letter of an option, A to ${last}`);
  }
  return {
    clip,
    kind: text('kind'),
    question: text('question'),
    ...(options && { options }),
    answer,
    ...(accepted && { accepted }),
  };
}

function shown(value: unknown): string {
  if (value === undefined) return 'that is absent';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
