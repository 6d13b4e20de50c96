import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { HubLockOptions } from '../hub-model-store.ts';
import { pause } from '../pause.ts';
import { cacheFailure } from './cache-failure.ts';
import { makeFolder } from './make-folder.ts';

const pollMs = 150;
const heartbeatMs = 2000;
/** A holder that shows no life for so long is gone: its machine stopped, or another process got its number. */
const silenceMs = 30_000;
/** A file without a holder's name is from a process that ended before it could write it. */
const namelessMs = 3000;

/**
 * Holds a lock between processes until it is disposed: a file that names its holder. A holder that was killed is seen to be
 * gone at once on the same machine, and after 30 s from another. It is a courtesy, which saves downloading twice: what it
 * guards must stay right without it, since file systems over a network promise little.
 *
 * @throws OutputFailedError when the file can't be written; the reason of the signal.
 */
export async function acquireLock(path: string, options: HubLockOptions = {}): Promise<AsyncDisposable> {
  const { signal, onWait } = options;
  const owner = JSON.stringify({ id: randomUUID(), pid: process.pid, host: hostname() });
  try {
    await makeFolder(dirname(path));
    for (let isFirst = true; !(await take(path, owner)); isFirst = false) {
      signal?.throwIfAborted();
      if (await takeAway(path)) continue;
      if (isFirst) onWait?.();
      await pause(pollMs, signal);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw cacheFailure(path, 0, error);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => {});
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      // Somebody may have taken it for abandoned.
      if ((await contentOf(path)) === owner) await rm(path, { force: true });
    },
  };
}

async function take(path: string, owner: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx');
    await file.writeFile(owner);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a holder that is gone; whether there may be room now. */
async function takeAway(path: string): Promise<boolean> {
  const found = await contentOf(path);
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => undefined,
  );
  if (found === undefined || age === undefined) return true;
  if (!isGone(found, age)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  // Between reading and renaming, another may have done the same and taken the lock: it gets it back.
  if ((await contentOf(aside)) !== found) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
  return true;
}

function isGone(content: string, ageMs: number): boolean {
  let holder: { readonly pid?: unknown; readonly host?: unknown };
  try {
    holder = JSON.parse(content);
  } catch {
    return ageMs > namelessMs;
  }
  if (ageMs > silenceMs) return true;
  return holder.host === hostname() && typeof holder.pid === 'number' && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
