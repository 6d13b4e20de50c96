import { isUrl } from '@slowfast/spec';
/**
 * The files of a model by their paths inside of it, e.g. `{ 'config.json': file, 'onnx/embed_tokens.onnx': url }`: a dropped
 * folder, or what a bundler knows of a package. Values are contents or addresses; an address may be a text, so that the
 * whole can be sent to a worker (a URL can't be) without copying anything.
 */
export type ModelFiles = Readonly<Record<string, Blob | URL | string>>;

/** Whether somebody gave files rather than the place of a folder. */
export function isModelFiles(place: string | URL | ModelFiles): place is ModelFiles {
  return typeof place === 'object' && !isUrl(place);
}
