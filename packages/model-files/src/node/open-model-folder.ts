import { isBlob } from '@slowfast/spec';
import { blobFile } from '../blob-file.ts';
import { isModelFiles, type ModelFiles } from '../model-files.ts';
import type { ModelFolder } from '../model-folder.ts';
import type { OpenModelFolderOptions } from '../open-model-folder-options.ts';
import { openingOf } from '../opening.ts';
import { readModelFolder } from '../read-model-folder.ts';
import { storeOfFiles } from '../store-of-files.ts';
import { fileOnDisk } from './file-on-disk.ts';
import { folderOnDisk } from './folder-on-disk.ts';
import { pathOf } from './path-of.ts';

/**
 * Opens a checkpoint in a folder on disk, given as a path or a `file:` URL, or in files that somebody gave (Blobs, paths and
 * `file:` URLs), whose weights are then read into memory. `openModel` of `@slowfast/hub-client` takes models of the hub too.
 *
 * @throws ModelNotFoundError when there is no such folder, or it holds no checkpoint at all.
 * @throws ModelIncompleteError when files are missing; it names all of them.
 * @throws ModelInvalidError when a file is broken.
 * @throws ModelUnsupportedError when it is no model that reads images by placeholder.
 */
export async function openModelFolder(
  place: string | URL | ModelFiles,
  options: OpenModelFolderOptions = {},
): Promise<ModelFolder> {
  const opening = openingOf(options);
  if (!isModelFiles(place)) {
    return opening.run(async () => readModelFolder(await folderOnDisk(await pathOf(place)), options));
  }
  const given = options.name ?? 'the given files';
  const paths = new Map<string, string>();
  for (const [path, file] of Object.entries(place)) {
    if (!isBlob(file)) paths.set(path, await pathOf(file));
  }
  const store = storeOfFiles(given, (path) => {
    const file = Object.hasOwn(place, path) ? place[path] : undefined;
    if (isBlob(file)) return blobFile(file, `${given}/${path}`, opening.onBytes(path));
    const onDisk = paths.get(path);
    return onDisk === undefined ? undefined : fileOnDisk(onDisk, opening.onBytes(path));
  });
  return opening.run(() => readModelFolder(store, options));
}
