import type { ModelFiles } from '@slowfast/model-files';
import type { AssistantOptions } from './assistant-options.ts';

/**
 * A model as it can be sent to a worker: places as text, contents as they are. Nothing is copied.
 *
 * @param model no opened folder, which was refused.
 * @param textOf a place so that it means the same in the worker.
 */
export function sendableModel(
  model: AssistantOptions['model'],
  textOf: (place: string | URL) => string,
): string | ModelFiles | undefined {
  if (model === undefined) return undefined;
  if (typeof model === 'string' || model instanceof URL) return textOf(model);
  return Object.fromEntries(
    Object.entries(model as ModelFiles).map(([path, file]) => [
      path,
      file instanceof Blob ? file : textOf(file),
    ]),
  );
}
