import { isModelFiles, type ModelFiles, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import type { OpenModelOptions } from '../open-model-options.ts';
import { modelOnDisk } from './model-on-disk.ts';

/**
 * Opens a checkpoint wherever it is: what `openModelFolder` opens, and a model of the hub, given as `owner/name[@revision]` where there is
 * no folder of that path, or as a link to its page. What is missing of it is downloaded, as `pullHubModel` does.
 *
 * @throws what `openModelFolder` throws; for a model of the hub what `pullHubModel` throws.
 */
export async function openModel(
  place: string | URL | ModelFiles,
  options: OpenModelOptions = {},
): Promise<ModelFolder> {
  const { onDownload: _, hub: __, ...rest } = options;
  options.signal?.throwIfAborted();
  return openModelFolder(isModelFiles(place) ? place : await modelOnDisk(place, options), rest);
}
