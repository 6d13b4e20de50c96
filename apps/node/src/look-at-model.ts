import { stat } from 'node:fs/promises';
import { defaultRetryPolicy, isHubReference, lookAtHubModel, parseHubReference } from '@slowfast/hub-client';
import { hubSettingsFromEnvironment, openModel, pullHubModel } from '@slowfast/hub-client/node';
import type { ModelDtypeChoice, ModelFolder } from '@slowfast/model-files';
import { HubOfflineError } from '@slowfast/spec';
import { modelFolder as embeddedModel } from '@slowfast/tiny-model';

/** Options of looking at a model. */
export interface LookOptions {
  readonly signal: AbortSignal;
  readonly dtype?: ModelDtypeChoice | undefined;
}

/**
 * A model to plan with or to inspect, the embedded one if absent. One of the hub that is not on this machine is looked at where
 * it is: only headers and small files are fetched.
 */
export async function lookAtModel(model: string | undefined, options: LookOptions): Promise<ModelFolder> {
  if (model === undefined || !(await isOfHub(model))) return openModel(model ?? embeddedModel, options);
  return (await lookIfMissing(model, options)) ?? openModel(await keptFolder(model, options), options);
}

/**
 * A model of the hub that would have to be downloaded, looked at where it is; undefined for one that is on this machine.
 *
 * @throws HubOfflineError when it is not there and the hub may not be asked.
 */
export async function lookIfMissing(model: string, options: LookOptions): Promise<ModelFolder | undefined> {
  if (!(await isOfHub(model))) return undefined;
  const settings = await hubSettingsFromEnvironment();
  // That says why it is no model.
  if (!isHubReference(model, settings.endpoint)) return openModel(model, options);
  try {
    await keptFolder(model, options);
    return undefined;
  } catch (error) {
    if (settings.offline || !(error instanceof HubOfflineError)) throw error;
  }
  const { signal } = options;
  return lookAtHubModel(
    parseHubReference(model, settings.endpoint),
    { settings, retryPolicy: defaultRetryPolicy, signal },
    options,
  );
}

/** A folder of that path comes first. */
async function isOfHub(model: string): Promise<boolean> {
  return isHubReference(model) && (await stat(model).catch(() => undefined)) === undefined;
}

async function keptFolder(model: string, options: LookOptions): Promise<string> {
  const settings = { ...(await hubSettingsFromEnvironment()), offline: true };
  return (await pullHubModel(model, { ...options, settings })).folder;
}
