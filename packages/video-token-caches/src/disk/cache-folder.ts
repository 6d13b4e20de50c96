import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputFailedError } from '@slowfast/spec';

const ENTRY = '.slowfast-tokens';
const UNFINISHED = '.slowfast-unfinished';
/** An unfinished file this old belongs to a process that ended in the middle. */
const ABANDONED_AFTER_MILLISECONDS = 3_600_000;

/** A kept entry: what making room needs to know of it. */
interface KeptFile {
  readonly name: string;
  readonly bytes: number;
  readonly usedAtMilliseconds: number;
}

/**
 * A folder of entries, each a file that is there whole or not at all. Other processes may use it too. It touches no
 * file that is not its own by the ending of its name.
 */
export interface CacheFolder {
  /** Bytes of an entry, now the most recently used one; undefined when there is none. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Removes the least recently used entries until all of them and `bytes` more take at most `maxBytes`. */
  makeRoom(bytes: number, maxBytes: number): Promise<void>;
  /** Removes all entries. */
  clear(): Promise<void>;
  /** Bytes of all entries. */
  size(): Promise<number>;
}

/** @throws OutputFailedError from each member when the folder can't be made, read or written. */
export function cacheFolder(folder: string): CacheFolder {
  const locate = (name: string) => join(folder, name + ENTRY);

  async function kept(): Promise<KeptFile[]> {
    const found: KeptFile[] = [];
    for (const name of await absentAs(readdir(folder), [] as string[])) {
      if (!name.endsWith(ENTRY) && !name.endsWith(UNFINISHED)) continue;
      const file = await absentAs(stat(join(folder, name)), undefined);
      if (!file) continue;
      if (name.endsWith(ENTRY)) found.push({ name, bytes: file.size, usedAtMilliseconds: file.mtimeMs });
      else if (Date.now() - file.mtimeMs > ABANDONED_AFTER_MILLISECONDS) await discard(join(folder, name));
    }
    return found.sort((left, right) => left.usedAtMilliseconds - right.usedAtMilliseconds);
  }

  return {
    read: (name) =>
      typed(async () => {
        const bytes = await absentAs(readFile(locate(name)), undefined);
        const now = new Date();
        // Not being able to note the use, e.g. on a read-only disk, makes the entry no less right.
        if (bytes) await utimes(locate(name), now, now).catch(() => undefined);
        return bytes;
      }),
    write: (name, bytes) =>
      typed(async () => {
        await mkdir(folder, { recursive: true });
        const unfinished = join(folder, `${name}-${randomUUID()}${UNFINISHED}`);
        try {
          await writeFile(unfinished, bytes, { flag: 'wx' });
          await rename(unfinished, locate(name));
        } catch (error) {
          await discard(unfinished).catch(() => undefined);
          throw error;
        }
      }),
    remove: (name) => typed(() => discard(locate(name))),
    makeRoom: (bytes, maxBytes) =>
      typed(async () => {
        const files = await kept();
        let total = files.reduce((sum, file) => sum + file.bytes, bytes);
        for (const file of files) {
          if (total <= maxBytes) return;
          await discard(join(folder, file.name));
          total -= file.bytes;
        }
      }),
    clear: () =>
      typed(async () => {
        for (const file of await kept()) await discard(join(folder, file.name));
      }),
    size: () => typed(async () => (await kept()).reduce((sum, file) => sum + file.bytes, 0)),
  };

  async function typed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new OutputFailedError({ place: folder, reason: (cause as Error).message }, { cause });
    }
  }
}

/** Another process may have removed the file first. */
function discard(path: string): Promise<void> {
  return rm(path, { force: true });
}

async function absentAs<T, U>(work: Promise<T>, absent: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return absent;
    throw error;
  }
}
