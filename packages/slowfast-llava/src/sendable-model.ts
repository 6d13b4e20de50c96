import type { ModelFiles } from '@slowfast/model-files';

/**
 * A model as it can be sent to a worker: places as text, contents as they are. Nothing is copied.
 *
 * @param textOf a place so that it means the same in the worker.
 */
export function sendableModel(
  model: string | URL | ModelFiles,
  textOf: (place: string | URL) => string,
): string | ModelFiles {
  if (typeof model === 'string' || model instanceof URL) return textOf(model);
  return Object.fromEntries(
    Object.entries(model).map(([path, file]) => [path, file instanceof Blob ? file : textOf(file)]),
  );
}
