import { type ModelFiles, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import { isHubModelName } from '../hub-model-name.ts';
import type { OpenModelOptions } from '../open-model-options.ts';

/**
 * Opens a checkpoint wherever it is: what `openModelFolder` opens, and a model of the hub, given as `owner/name[@revision]` or a link to
 * its page. What is missing of it is downloaded into this site's storage, as `pullHubModel` does. A text of just two parts is a model of the
 * hub; write `./folder/name` for a relative address of that form, or give a URL.
 *
 * @throws what `openModelFolder` throws; for a model of the hub what `pullHubModel` throws.
 */
export async function openModel(
  place: string | URL | ModelFiles,
  options: OpenModelOptions = {},
): Promise<ModelFolder> {
  const { onDownload: onProgress, hub: settings, ...rest } = options;
  if (typeof place !== 'string' || !isHubModelName(place)) return openModelFolder(place, rest);
  const { pullHubModel } = await import('./pull-hub-model.ts');
  const { dtype, formTimes, signal } = options;
  const { files } = await pullHubModel(place, { dtype, formTimes, settings, onProgress, signal });
  return openModelFolder(files, { ...rest, name: place });
}
