import { open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a thread leaves behind that ended in the middle of its turn holds the others up no longer than this. */
const longestTurnMs = 30_000;

/**
 * Does a piece of work that two threads of this process must not do at once. Threads share no memory here, so a file of the
 * temporary folder, named for the process, says whose turn it is.
 */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `${name}-${process.pid}.lock`);
  while (!(await isMine(path))) await delay(5);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function isMine(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = await stat(path).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > longestTurnMs) await rm(path, { force: true });
    return false;
  }
}
