import { randomUUID } from 'node:crypto';
import {
  copyFile,
  lstat,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  statfs,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { DiskFullError } from '@slowfast/spec';
import type { HubFileStore } from '../fetch-model-files.ts';
import { contentId, type HubFile } from '../hub-listing.ts';
import { isCommit } from '../hub-reference.ts';
import { cacheFailure } from './cache-failure.ts';
import type { NodeHubSettings } from './hub-settings-from-environment.ts';
import { makeFolder } from './make-folder.ts';
import { partialFile, publishAs } from './partial-file.ts';

/** The name of a model's folder in the cache: `models--owner--name`. */
function modelFolderName(id: string): string {
  return ['models', ...id.split('/')].join('--');
}

/** Ending of files that are on their way; Python's tools show those as leftovers. */
const partialEnding = '.slowfast.incomplete';

/** One model in the cache that all tools of the hub share. */
export interface ModelCache {
  /** `models--owner--name`. */
  readonly folder: string;
  readonly lockPath: string;
  snapshotFolder(commit: string): string;
  /** Where it is kept what the hub listed at a commit. */
  listingPath(commit: string): string;
  /** The commit that a revision was at when it was last downloaded. */
  commitOf(revision: string): Promise<string | undefined>;
  rememberCommit(revision: string, commit: string): Promise<void>;
  /** The files of one commit. */
  files(commit: string): HubFileStore;
}

/**
 * The folder of a model, laid out as huggingface_hub does
 * (https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/file_download.py): contents in `blobs`, named by
 * their hashes; the files of a commit in `snapshots/<commit>`, links to contents; branches and tags in `refs`.
 */
export function modelCache(id: string, settings: NodeHubSettings): ModelCache {
  const root = resolve(settings.cacheFolder);
  const name = modelFolderName(id);
  const folder = join(root, name);
  const snapshotFolder = (commit: string) => join(folder, 'snapshots', commit);
  const blobPath = (file: HubFile) => join(folder, 'blobs', contentId(file));
  const partialPath = (file: HubFile) => `${blobPath(file)}${partialEnding}`;

  /** Whether links can be made is known when one was. */
  let usesLinks = settings.usesLinks ?? true;

  async function place(pointer: string, blob: string, isNew: boolean): Promise<void> {
    await makeFolder(dirname(pointer));
    await rm(pointer, { force: true });
    if (usesLinks) {
      try {
        await symlink(relative(dirname(pointer), blob), pointer);
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') return;
        if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'UNKNOWN'].includes(code ?? '')) throw error;
        usesLinks = false;
      }
    }
    if (isNew) {
      await rename(blob, pointer);
      return;
    }
    const aside = `${pointer}.${randomUUID()}.tmp`;
    await copyFile(blob, aside);
    await rename(aside, pointer);
  }

  function files(commit: string): HubFileStore {
    const pointerPath = (file: HubFile) => join(snapshotFolder(commit), ...file.path.split('/'));

    async function isThere(file: HubFile): Promise<boolean> {
      const pointer = pointerPath(file);
      if ((await sizeOf(pointer)) === file.bytes) return true;
      if ((await sizeOf(blobPath(file))) !== file.bytes) return false;
      await place(pointer, blobPath(file), false).catch((error: unknown) => {
        throw cacheFailure(pointer, file.bytes, error);
      });
      return true;
    }

    return {
      isThere,
      text: (file) => readFile(pointerPath(file), 'utf8'),
      bytesLeft: async (file) => Math.min((await sizeOf(partialPath(file))) ?? 0, file.bytes),
      async sink(file) {
        const blob = blobPath(file);
        await makeFolder(dirname(blob)).catch((error: unknown) => {
          throw cacheFailure(folder, file.bytes, error);
        });
        return partialFile({
          path: partialPath(file),
          bytes: file.bytes,
          async publish(partial) {
            await publishAs(blob, file.bytes, partial);
            await place(pointerPath(file), blob, true);
          },
        });
      },
      async requireRoom(bytes) {
        // Where it is not known, a write will tell.
        const disk = await statfs(folder).catch(() => undefined);
        const freeBytes = disk ? disk.bavail * disk.bsize : Infinity;
        if (bytes > freeBytes) throw new DiskFullError({ place: root, neededBytes: bytes, freeBytes });
      },
    };
  }

  return {
    folder,
    lockPath: join(root, '.locks', name, 'slowfast.lock'),
    snapshotFolder,
    listingPath: (commit) => join(folder, '.slowfast', `${commit}.json`),
    async commitOf(revision) {
      if (isCommit(revision)) return revision;
      const commit = await readFile(join(folder, 'refs', ...revision.split('/')), 'utf8').catch(() => '');
      return isCommit(commit.trim()) ? commit.trim() : undefined;
    },
    async rememberCommit(revision, commit) {
      if (isCommit(revision)) return;
      await writeWhole(join(folder, 'refs', ...revision.split('/')), commit);
    },
    files,
  };
}

/** Bytes of a file; links are followed. */
async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

/**
 * Writes a small file so that others see the old or the new text, never a part.
 *
 * @throws DiskFullError or OutputFailedError.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await makeFolder(dirname(path));
    await writeFile(aside, text, { flush: true });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw cacheFailure(path, text.length, error);
  }
}

/** Where a link of the cache leads, without following what is behind it; undefined for what is no link. */
export async function linkTarget(path: string): Promise<string | undefined> {
  const found = await lstat(path);
  return found.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : undefined;
}
