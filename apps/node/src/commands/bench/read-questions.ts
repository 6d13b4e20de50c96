import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClipQuestion, parseClipQuestions } from '@slowfast/accuracy';
import { InvalidSettingError, QuestionsInvalidError } from '@slowfast/spec';

/** Which of a folder's questions are asked. */
export interface QuestionChoice {
  /** The list, by its name in the folder. */
  readonly questions: string;
  /** These kinds alone. */
  readonly kinds?: readonly string[];
  /** The first so many clips. */
  readonly clips?: number;
}

/**
 * The questions of a folder of clips, whose clips are all there.
 *
 * @throws QuestionsInvalidError when the list is missing or wrong, or a clip is missing.
 * @throws InvalidSettingError when no question is of a kind that was asked for.
 */
export async function readQuestions(
  folder: string,
  { questions, kinds, clips }: QuestionChoice,
): Promise<readonly ClipQuestion[]> {
  const place = join(folder, questions);
  const all = parseClipQuestions(await readJson(place), place);
  const known = [...new Set(all.map(({ kind }) => kind))].toSorted();
  for (const kind of kinds ?? []) {
    if (known.includes(kind)) continue;
    const expected = `some of ${known.join(', ')}`;
    throw new InvalidSettingError({ setting: '--kinds', found: JSON.stringify(kind), expected });
  }
  const ofKinds = all.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  const names = [...new Set(ofKinds.map(({ clip }) => clip))].slice(0, clips);
  for (const clip of names) {
    await stat(join(folder, clip)).catch((cause: unknown) => {
      const found = `questions about ${clip}, which is not there`;
      throw new QuestionsInvalidError({ place, found, expected: 'the clips beside it' }, { cause });
    });
  }
  const chosen = new Set(names);
  return ofKinds.filter(({ clip }) => chosen.has(clip));
}

async function readJson(place: string): Promise<unknown> {
  const expected = 'a list of questions as JSON';
  const text = await readFile(place, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const found = cause.code === 'ENOENT' ? 'no such file' : cause.message;
    throw new QuestionsInvalidError({ place, found, expected }, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new QuestionsInvalidError({ place, found: (cause as Error).message, expected }, { cause });
  }
}
