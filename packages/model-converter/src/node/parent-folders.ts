import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes the folders around a place that are not there, the outermost first. Step by step: the recursive way of Node never ends in file
 * systems that have no such entry and can't make one, as below `/proc`.
 *
 * @returns what was made, the innermost first.
 */
export async function makeParentFolders(place: string): Promise<readonly string[]> {
  const parent = dirname(place);
  try {
    await mkdir(parent);
    return [parent];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(parent)).isDirectory()) return [];
    if (code !== 'ENOENT' || dirname(parent) === parent) throw error;
  }
  const around = await makeParentFolders(parent);
  const isMine = await mkdir(parent).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  return isMine ? [parent, ...around] : around;
}

/** Removes folders as long as they are empty, which others may have filled meanwhile. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}
