import { ModelNotFoundError } from '@slowfast/spec';
import type { ModelFolder } from '../model-folder.ts';
import { readModelFolder } from '../read-model-folder.ts';
import { folderOnDisk } from './folder-on-disk.ts';

/**
 * Opens a checkpoint in a folder on disk, given as a path or a `file:` URL.
 *
 * @throws ModelNotFoundError when there is no such folder, or it holds no checkpoint at all.
 * @throws ModelIncompleteError when files are missing; it names all of them.
 * @throws ModelInvalidError when a file is broken.
 * @throws ModelUnsupportedError when it is no model that reads images by placeholder.
 */
export async function openModelFolder(place: string | URL): Promise<ModelFolder> {
  return readModelFolder(await folderOnDisk(await pathOf(place)));
}

async function pathOf(place: string | URL): Promise<string> {
  const isUrl = place instanceof URL || place.startsWith('file:');
  if (!isUrl) return place;
  try {
    const { fileURLToPath } = await import('node:url');
    return fileURLToPath(place);
  } catch (cause) {
    throw new ModelNotFoundError(
      { place: String(place), reason: 'only file: URLs can be opened' },
      { cause },
    );
  }
}
