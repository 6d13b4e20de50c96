import { bringModel, broughtAlready } from '../bring-model.ts';
import type { BroughtModel } from '../brought-model.ts';
import { type HubReference, parseHubReference } from '../hub-reference.ts';
import { pulledModel } from '../pull-options.ts';
import { startHubWorker } from '../start-hub-worker.browser.ts';
import { type ModelStore, modelStore } from './model-store.ts';
import { canWriteInPlace } from './partial-file.ts';
import { type PulledHubModel, type PullHubModelOptions, pageHubSettings } from './pull-options.ts';
import { bringInWorker } from './remote-pull.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Brings a model of the hub into this site's storage: just the files that a runtime needs, and of those only what is not
 * there. A commit that is there needs no request; when the hub can't be reached, what was downloaded before is used, and
 * `unreachable` says so. In a page the work is done by a worker that is started for it.
 *
 * Cost: one request for the listing and one for each missing file. What has arrived is kept after a failure, a cancellation or
 * the end of the page, except when it was wrong or there is no more room. Two pages that want the same model download it
 * once. Memory: one piece. The browser is asked not to give the storage to others; it may say no.
 *
 * @throws HubReferenceInvalidError, HubAccessDeniedError, HubNotFoundError, HubUnavailableError, HubOfflineError,
 * HubAnswerInvalidError, HubModelUnusableError, ModelDtypeMissingError, DownloadDamagedError, DiskFullError or
 * OutputFailedError; the reason of the signal.
 */
export async function pullHubModel(
  model: string | HubReference,
  options: PullHubModelOptions = {},
): Promise<PulledHubModel> {
  options.signal?.throwIfAborted();
  const whole = { ...options, settings: pageHubSettings(options.settings) };
  const { endpoint } = whole.settings;
  const reference = typeof model === 'string' ? parseHubReference(model, endpoint) : model;
  const store = modelStore(reference.id);
  try {
    const brought =
      (await broughtAlready(store, reference, whole)) ??
      (canWriteInPlace()
        ? await bringModel(store, reference, whole)
        : await bringInWorker(startHubWorker, reference, whole));
    options.signal?.throwIfAborted();
    return await pulled(store, reference, brought);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw storageFailure(error, 0);
  }
}

async function pulled(
  store: ModelStore,
  reference: HubReference,
  brought: BroughtModel,
): Promise<PulledHubModel> {
  const files = brought.chosen.files.map(async (file) => [file.path, await store.file(file)] as const);
  return { ...pulledModel(reference, brought), files: Object.fromEntries(await Promise.all(files)) };
}
