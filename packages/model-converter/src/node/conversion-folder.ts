import { mkdir, open, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { DiskFullError, OutputFailedError } from '@slowfast/spec';
import { conversionFailure } from './conversion-failure.ts';
import { makeParentFolders, removeEmptyFolders } from './parent-folders.ts';

/** A folder that gets its name when all of it is written. */
export interface ConversionFolder extends AsyncDisposable {
  /**
   * Writes a file, whose bytes are on the disk when this returns.
   *
   * @param path relative to the folder, with `/` between names.
   */
  write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** Gives the folder its name. */
  publish(): Promise<void>;
}

/**
 * Begins a folder beside the one that is wanted. Disposed before it was published, it is removed, and so are the folders around it that
 * were made for it; what a process left that was killed is removed by the next conversion to the same place.
 *
 * @param out the folder, which must not be there, or be empty; the folders around it are made.
 * @param bytes what will be written, which must find room.
 * @throws OutputFailedError when the folder is not empty or can't be made, DiskFullError when there is no room.
 */
export async function conversionFolder(out: string, bytes: number): Promise<ConversionFolder> {
  const target = resolve(out);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw conversionFailure(out, bytes, error);
    }
  };
  await guarded(() => refuseUsed(target, out));
  const prefix = join(dirname(target), `.${basename(target)}.incomplete-${hostname()}-`);
  const folder = `${prefix}${process.pid}-${startedAt()}`;
  const parents = await guarded(() => makeParentFolders(folder));
  try {
    await guarded(() => removeLeftovers(prefix));
    await guarded(() => makeOwn(folder, out));
  } catch (error) {
    await removeEmptyFolders(parents);
    throw error;
  }
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    await removeEmptyFolders(parents);
  };
  try {
    await guarded(() => requireRoom(folder, out, bytes));
  } catch (error) {
    await remove();
    throw error;
  }
  let isPublished = false;

  async function write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await using file = await open(place, 'wx');
    for await (const piece of pieces) {
      for (let from = 0; from < piece.length; ) {
        const { bytesWritten } = await file.write(piece, from, piece.length - from);
        from += bytesWritten;
      }
    }
    await file.sync();
  }

  async function publish(): Promise<void> {
    for (const path of ['onnx', '.']) await syncFolder(join(folder, path));
    // Not every system renames onto a folder that is there; one that is not empty by now is kept.
    await rmdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(folder, target);
    isPublished = true;
    await syncFolder(dirname(target));
  }

  return {
    write: (path, pieces) => guarded(() => write(path, pieces)),
    publish: () => guarded(publish),
    async [Symbol.asyncDispose]() {
      if (!isPublished) await remove();
    },
  };
}

async function refuseUsed(target: string, out: string): Promise<void> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  if (entries.length === 0) return;
  const reason = 'there are files in it';
  throw new OutputFailedError({ place: out, reason, remedy: 'Choose a folder that is not there, or empty' });
}

async function makeOwn(folder: string, out: string): Promise<void> {
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    const reason = 'it is being written already';
    throw new OutputFailedError({ place: out, reason, remedy: 'Wait until that is done' }, { cause: error });
  });
}

/** Tells this process from earlier ones of the same id, which are usual in containers. */
function startedAt(): number {
  return Math.round(performance.timeOrigin);
}

/** Folders of processes that are no more; those of other machines, which may share the disk, are left alone. */
async function removeLeftovers(prefix: string): Promise<void> {
  const parent = dirname(prefix);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(basename(prefix))) continue;
    const found = /^(\d+)-(\d+)$/.exec(name.slice(basename(prefix).length));
    if (!found) continue;
    const [id, start] = [Number(found[1]), Number(found[2])];
    const isMine = id === process.pid && start === startedAt();
    if (isMine || (id !== process.pid && isRunning(id))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function requireRoom(folder: string, out: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < bytes) throw new DiskFullError({ place: out, neededBytes: bytes, freeBytes });
}

/** The names in a folder reach the disk apart from the files; not every system can be told. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder).catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}
