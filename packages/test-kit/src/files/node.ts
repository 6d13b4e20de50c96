import { readFile } from 'node:fs/promises';
import { type FileFolder, folderOver } from './file-folder.ts';
import { goldenFiles } from './golden-files.ts';

export type { FileFolder } from './file-folder.ts';

/**
 * A folder beside a module, e.g. `fileFolder('../fixtures/', import.meta.url)`. In browsers the module must not be a test
 * file itself: those are served under another address.
 */
export function fileFolder(path: string, base: string): FileFolder {
  return folderOver(new URL(path, base), async (file) => new Uint8Array(await readFile(file)));
}

export const { readGolden, readAggregationGoldens } = goldenFiles(
  fileFolder('../../golden/', import.meta.url),
);
