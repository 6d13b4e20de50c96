import { pathOf } from '@slowfast/model-files/node';
import {
  HubAccessDeniedError,
  HubNotFoundError,
  HubOfflineError,
  HubUnavailableError,
  isUrl,
  ModelNotFoundError,
} from '@slowfast/spec';
import type { ChooseHubFiles } from '../choose-hub-files.ts';
import { readHubLink } from '../hub-link.ts';
import { isHubReference, parseHubReference, whyNoHubReference } from '../hub-reference.ts';
import type { OpenModelOptions } from '../open-model-options.ts';
import type { NodeHubSettings } from './hub-settings-from-environment.ts';

/** Options of {@link modelOnDisk}. */
export interface ModelOnDiskOptions
  extends Pick<OpenModelOptions, 'dtype' | 'formTimes' | 'signal' | 'onDownload' | 'hub'> {
  /** What is needed of a model of the hub, e.g. `chooseHubSafetensors`; the files of a runtime if absent. */
  readonly choose?: ChooseHubFiles | undefined;
}

/**
 * The folder of a checkpoint: one on disk, given as a path or a `file:` URL; else, where there is no folder of that path, that
 * of the model of the hub which the text names, `owner/name[@revision]` or a link to its page: what is missing of it is downloaded, as
 * `pullHubModel` does.
 *
 * @throws ModelNotFoundError when the text is neither; HubReferenceInvalidError for a link to something else; for a model of the hub what
 * `pullHubModel` throws.
 */
export async function modelOnDisk(place: string | URL, options: ModelOnDiskOptions = {}): Promise<string> {
  const { stat } = await import('node:fs/promises');
  // A link to the hub may be given as a URL too; of others only those of files can be opened.
  const isWeb = isUrl(place) && /^https?:$/.test(place.protocol);
  const text = isWeb ? place.href : place;
  const path = await pathOf(text);
  if (path !== text || (await stat(path).catch(() => undefined))) return path;
  const { hubSettingsFromEnvironment } = await import('./hub-settings-from-environment.ts');
  const given = Object.entries(options.hub ?? {}).filter(([, value]) => value !== undefined);
  const settings: NodeHubSettings = {
    ...(await hubSettingsFromEnvironment()),
    ...Object.fromEntries(given),
  };
  const { endpoint } = settings;
  const isLink = readHubLink(path, endpoint) !== undefined;
  // Of a link that leads to something else it says what that is; nobody looks for a folder of that name.
  if (isLink) parseHubReference(path, endpoint);
  if (!isHubReference(path, endpoint)) {
    const reason = `there is no such folder, and ${whyNoHubReference(path, endpoint)}`;
    throw new ModelNotFoundError({ place: path, reason });
  }
  const { pullHubModel } = await import('./pull-hub-model.ts');
  const { dtype, formTimes, choose, signal, onDownload: onProgress } = options;
  try {
    return (await pullHubModel(path, { dtype, formTimes, choose, signal, onProgress, settings })).folder;
  } catch (error) {
    throw isLink ? error : withFolderSought(error, path);
  }
}

/** The hub was asked because there is no folder of that path, which may be what was meant. */
function withFolderSought(error: unknown, folderSought: string): unknown {
  const options = { cause: error };
  if (error instanceof HubAccessDeniedError) {
    return new HubAccessDeniedError({ ...error.facts, folderSought }, options);
  }
  if (error instanceof HubNotFoundError && error.facts.what === 'model') {
    return new HubNotFoundError({ ...error.facts, folderSought }, options);
  }
  if (error instanceof HubOfflineError) return new HubOfflineError({ ...error.facts, folderSought }, options);
  if (error instanceof HubUnavailableError) {
    return new HubUnavailableError({ ...error.facts, folderSought }, options);
  }
  return error;
}
