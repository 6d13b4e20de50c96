import { type FileFolder, folderOver } from './file-folder.ts';
import { goldenFiles } from './golden-files.ts';

export type { FileFolder } from './file-folder.ts';

/** The same as in Node, over `fetch`: the server of the tests serves the workspace. */
export function fileFolder(path: string, base: string): FileFolder {
  return folderOver(new URL(path, base), async (file) => {
    const response = await fetch(file);
    // A server of pages answers with a page where it has no file.
    const isFile = response.ok && !response.headers.get('content-type')?.includes('text/html');
    if (!isFile) throw new Error(`Found no file at ${file}.`);
    return new Uint8Array(await response.arrayBuffer());
  });
}

export const { readGolden, readAggregationGoldens } = goldenFiles(
  fileFolder('../../golden/', import.meta.url),
);
