import type { ModelFiles } from '@slowfast/model-files';
import { isBlob, isUrl } from '@slowfast/spec';

/**
 * A model as it can be sent to a worker: places as text, contents as they are. Nothing is copied.
 *
 * @param textOf a place so that it means the same in the worker.
 */
export function sendableModel(
  model: string | URL | ModelFiles,
  textOf: (place: string | URL) => string,
): string | ModelFiles {
  if (typeof model === 'string' || isUrl(model)) return textOf(model);
  return Object.fromEntries(
    Object.entries(model).map(([path, file]) => [path, isBlob(file) ? file : textOf(file)]),
  );
}
