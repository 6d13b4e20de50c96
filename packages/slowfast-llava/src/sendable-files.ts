import type { ModelFiles } from '@slowfast/model-files';

/** The files of a model as they can be sent to a worker: addresses as text. Nothing is copied. */
export function sendableFiles(files: ModelFiles, address = (place: string | URL) => `${place}`): ModelFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, file instanceof Blob ? file : address(file)]),
  );
}
