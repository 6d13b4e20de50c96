import { stat } from 'node:fs/promises';
import { type ModelDtypeChoice, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import {
  defaultHubPatience,
  hubSettingsFromEnvironment,
  isHubReference,
  lookAtHubModel,
  parseHubReference,
  pullHubModel,
} from '@slowfast/model-files/hub';
import { HubOfflineError } from '@slowfast/spec';
import { modelFolder as embeddedModel } from '@slowfast/tiny-model';

/**
 * A model to plan with or to inspect, the embedded one if absent. One of the hub that is not on this machine is looked at where
 * it is: only headers and small files are fetched.
 */
export async function lookAtModel(
  model: string | undefined,
  options: { readonly signal: AbortSignal; readonly dtype?: ModelDtypeChoice },
): Promise<ModelFolder> {
  const isFolder = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
  if (model === undefined || (await isFolder(model))) {
    return openModelFolder(model ?? embeddedModel, options);
  }
  const settings = await hubSettingsFromEnvironment();
  // That says why it is no model.
  if (!isHubReference(model, settings.endpoint)) return openModelFolder(model, options);
  try {
    const kept = await pullHubModel(model, { ...options, settings: { ...settings, offline: true } });
    return await openModelFolder(kept.folder, options);
  } catch (error) {
    if (settings.offline || !(error instanceof HubOfflineError)) throw error;
  }
  const { signal } = options;
  return lookAtHubModel(
    parseHubReference(model, settings.endpoint),
    { settings, patience: defaultHubPatience, signal },
    options,
  );
}
