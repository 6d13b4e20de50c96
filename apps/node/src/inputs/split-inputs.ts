import { stat } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { serverAddress } from './input-kind.ts';

/** What a command is asked about, and what it is asked. */
export interface SplitInputs {
  /** Paths, addresses of servers, and `-` for standard input; one at least. */
  readonly inputs: readonly string[];
  /** One at least. */
  readonly questions: readonly string[];
}

const standardInput = '-';
const mediaName =
  /^\S+\.(mp4|m4v|mov|mkv|webm|avi|ts|mts|m2ts?|mpe?g|wmv|flv|ogv|3gp|gif|png|jpe?g|webp|bmp|avif|tiff?)$/i;

/**
 * Tells videos from questions: the first argument and those behind it that are files, folders, addresses or `-` are videos, the rest are questions.
 * With `--question` all of them are videos.
 *
 * @throws InvalidArgumentError when there is no video or no question, or a question is spelled like a file, which then was meant.
 */
export async function splitInputs(
  argv: readonly string[],
  flagged: readonly string[] | undefined,
): Promise<SplitInputs> {
  if (argv.length === 0) {
    throw new InvalidArgumentError('Found no video, expected one or more, and questions behind them.');
  }
  if (flagged) return { inputs: argv, questions: flagged };
  let count = 1;
  while (count < argv.length && (await isInput(argv[count]!))) count++;
  const inputs = argv.slice(0, count);
  const questions = argv.slice(count);
  if (questions.length === 0) {
    const last = inputs.at(-1)!;
    const taken = inputs.length > 1 ? ` ("${last}" is a file; as a question it takes --question)` : '';
    throw new InvalidArgumentError(
      `Found no question${taken}, expected one or more, each in quotes, behind the videos.`,
    );
  }
  for (const question of questions) {
    if (question !== standardInput && !mediaName.test(question)) continue;
    const found = (await isInput(question)) ? 'behind a question' : 'which is no file but spelled like one';
    throw new InvalidArgumentError(
      `Found "${question}" ${found}, expected videos that are there, then questions. If it is a question, use --question.`,
    );
  }
  return { inputs, questions };
}

async function isInput(text: string): Promise<boolean> {
  if (text === standardInput || serverAddress(text)) return true;
  return stat(text).then(
    () => true,
    () => false,
  );
}
