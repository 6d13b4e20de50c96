import { cannotWrite, storageFailure } from './storage-failure.ts';

const rootName = 'slowfast-hub';

/**
 * The folder of all models in this site's private file system; undefined when there is none yet and it is not to be made.
 *
 * @throws OutputFailedError where sites have no such storage.
 */
export async function hubFolder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  if (!navigator.storage?.getDirectory || !navigator.locks) {
    throw cannotWrite(
      'this browser gives this page no private file system',
      'Open the page over https or from localhost, in a browser of 2024 or later',
    );
  }
  try {
    return await subfolder(await navigator.storage.getDirectory(), rootName, create);
  } catch (error) {
    throw storageFailure(error, 0);
  }
}

/** A folder in a folder, made where it is wanted; undefined when there is none. */
export async function subfolder(
  folder: FileSystemDirectoryHandle,
  name: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle | undefined> {
  return folder.getDirectoryHandle(name, { create }).catch(unlessMissing);
}

/** A file in a folder as it is now; undefined when there is none. Nothing is read. */
export async function fileIn(
  folder: FileSystemDirectoryHandle | undefined,
  name: string,
): Promise<File | undefined> {
  return folder
    ?.getFileHandle(name)
    .then((handle) => handle.getFile())
    .catch(unlessMissing);
}

/** Removes a file or a folder with all that is in it, if it is there. */
export async function removeIn(folder: FileSystemDirectoryHandle | undefined, name: string): Promise<void> {
  await folder?.removeEntry(name, { recursive: true }).catch(unlessMissing);
}

/** Names of what is in a folder. */
export async function namesIn(folder: FileSystemDirectoryHandle | undefined): Promise<string[]> {
  const names: string[] = [];
  // The types of pages lack the iteration.
  const listed = folder as (FileSystemDirectoryHandle & { keys(): AsyncIterable<string> }) | undefined;
  if (listed) for await (const name of listed.keys()) names.push(name);
  return names;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}
