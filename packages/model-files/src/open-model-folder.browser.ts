import { isBlob, ModelNotFoundError } from '@slowfast/spec';
import { blobFile } from './blob-file.ts';
import { httpFile } from './http/http-file.ts';
import { isModelFiles, type ModelFiles } from './model-files.ts';
import type { ModelFolder } from './model-folder.ts';
import type { OpenModelFolderOptions } from './open-model-folder-options.ts';
import { openingOf } from './opening.ts';
import { readModelFolder } from './read-model-folder.ts';
import { storeOfFiles } from './store-of-files.ts';

const DEFAULT_WHOLE_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Opens a checkpoint at an address (relative ones count from the page or worker), or in files that somebody gave. `openModel` of
 * `@slowfast/hub-client` takes models of the hub too.
 *
 * Cost: the small files are read whole and kept as Blobs; of larger weights the sizes, headers and samples are asked for by
 * ranges, in requests of 32 KiB of which 4 MiB a file are kept. The weights themselves come when `load` of an ONNX file is
 * called, in one request each. A server that knows no ranges sends them at opening, once: they are then kept as Blobs.
 *
 * @throws ModelNotFoundError when there is no checkpoint at all, or the server can't be reached; it says why.
 * @throws ModelIncompleteError when files are missing; it names all of them.
 * @throws ModelInvalidError when a file is broken, or shorter than the server says.
 * @throws ModelUnsupportedError when it is no model that reads images by placeholder.
 */
export async function openModelFolder(
  place: string | URL | ModelFiles,
  options: OpenModelFolderOptions = {},
): Promise<ModelFolder> {
  const opening = openingOf(options);
  const http = (url: URL, path: string) =>
    httpFile(url, {
      isSmall: !path.startsWith('onnx/'),
      wholeFileBytes: options.wholeFileBytes ?? DEFAULT_WHOLE_FILE_BYTES,
      signal: opening.signal,
      onBytes: opening.onBytes(path),
    });
  if (!isModelFiles(place)) {
    const folder = folderAddress(place);
    const store = storeOfFiles(folder.href.replace(/\/$/, ''), (path) =>
      http(new URL(path.split('/').map(encodeURIComponent).join('/'), folder), path),
    );
    return opening.run(() => readModelFolder(store, options));
  }
  const name = options.name ?? 'the given files';
  const store = storeOfFiles(name, (path) => {
    const file = Object.hasOwn(place, path) ? place[path] : undefined;
    if (file === undefined) return undefined;
    if (isBlob(file)) return blobFile(file, `${name}/${path}`, opening.onBytes(path));
    return http(address(file), path);
  });
  return opening.run(() => readModelFolder(store, options));
}

/** The address of a folder, with a slash at its end and without what may follow a path. */
function folderAddress(place: string | URL): URL {
  const url = address(place);
  if (!url.protocol.startsWith('http')) {
    const reason = 'a page opens http: and https: addresses, and files that are chosen or dropped';
    throw new ModelNotFoundError({ place: String(place), reason });
  }
  const folder = new URL(url);
  folder.search = '';
  folder.hash = '';
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

function address(place: string | URL): URL {
  try {
    return new URL(place, globalThis.location?.href);
  } catch (cause) {
    throw new ModelNotFoundError({ place: String(place), reason: 'it is no address' }, { cause });
  }
}
