import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidSettingError, OutputFailedError, type Turn } from '@slowfast/spec';

/** A conversation as it is kept in a file. */
export interface SavedChat {
  /** What was given for the video. */
  readonly video: string | readonly string[];
  readonly model: string;
  readonly system?: string | undefined;
  readonly history: readonly Turn[];
}

/**
 * Reads a conversation. Whether its turns make one is found out where it goes on.
 *
 * @throws InvalidSettingError when the file is not there or holds something else.
 */
export async function readSavedChat(path: string): Promise<SavedChat> {
  const refuse = (found: string, cause?: unknown) => {
    const expected = 'a file that slowfast chat --save wrote';
    return new InvalidSettingError({ setting: 'history', found: `${path}: ${found}`, expected }, { cause });
  };
  let saved: Partial<SavedChat> | null;
  try {
    saved = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
  const { video, model, history, system } = saved ?? {};
  const isRight = video !== undefined && typeof model === 'string' && Array.isArray(history);
  if (!isRight || !['string', 'undefined'].includes(typeof system)) throw refuse('JSON of another shape');
  return { video, model, system, history };
}

/** Files that conversations are saved in. One that was there before is written over only where the conversation goes on from it. */
export class ChatFiles {
  readonly #own: Set<string>;

  /** @param resumed the file that the conversation goes on from. */
  constructor(resumed: string | undefined) {
    this.#own = new Set(resumed === undefined ? [] : [resolve(resumed)]);
  }

  /**
   * Finds out whether a file can be made, and makes the folders that it is in; takes one that may be written over.
   *
   * @throws OutputFailedError when another file is there, or it can't be made.
   */
  async claim(path: string): Promise<void> {
    if (this.#own.has(resolve(path))) return;
    await writing(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '', { flag: 'wx' });
      // Nothing is left where nothing is answered.
      await rm(path);
    });
    this.#own.add(resolve(path));
  }

  /** @throws OutputFailedError when it can't be written. */
  async write(path: string, chat: SavedChat): Promise<void> {
    await this.claim(path);
    await writing(path, () => writeFile(path, `${JSON.stringify(chat, null, 2)}\n`));
  }
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST';
    throw new OutputFailedError(
      {
        place: path,
        reason: isThere ? 'a file is there that this conversation does not go on from' : message,
        remedy: isThere
          ? `Give another name, or go on from it with --history ${path}`
          : 'Choose another place for it',
      },
      { cause },
    );
  }
}
