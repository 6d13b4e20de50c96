import { bringModel } from '../bring-model.ts';
import type { ChooseHubFiles } from '../choose-hub-files.ts';
import type { HubModelStore } from '../hub-model-store.ts';
import { type HubReference, parseHubReference } from '../hub-reference.ts';
import { type PulledModel, type PullOptions, pulledModel } from '../pull-options.ts';
import { hubSettingsFromEnvironment, type NodeHubSettings } from './hub-settings-from-environment.ts';
import { type ModelCache, modelCache } from './model-cache.ts';
import { nativeContentHash } from './native-content-hash.ts';
import { acquireLock } from './process-lock.ts';
import { keepListing, keptListing } from './snapshot-listing.ts';

/** Options of {@link pullHubModel}. */
export interface PullHubModelOptions extends PullOptions {
  /** What the environment says if absent. */
  readonly settings?: NodeHubSettings | undefined;
  /** What is needed, e.g. `chooseHubSafetensors`; the files of a runtime if absent. */
  readonly choose?: ChooseHubFiles | undefined;
}

/** A model of the hub that is on this machine. */
export interface PulledHubModel extends PulledModel {
  /** The folder with its files. */
  readonly folder: string;
}

/**
 * Brings a model of the hub onto this machine, into the cache that all tools of the hub share: just the files that a runtime
 * needs, and of those only what is not there. A commit that is there needs no request; when the hub can't be reached, what was
 * downloaded before is used, and `unreachable` says so.
 *
 * Cost: one request for the listing and one for each missing file. What has arrived is kept after a failure, a cancellation
 * or the end of the process, except when it was wrong or the disk is full. Two processes that want the same model download
 * it once.
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
  const settings = options.settings ?? (await hubSettingsFromEnvironment());
  const reference = typeof model === 'string' ? parseHubReference(model, settings.endpoint) : model;
  const cache = modelCache(reference.id, settings);
  const brought = await bringModel(modelStore(cache), reference, { ...options, settings });
  return { ...pulledModel(reference, brought), folder: cache.snapshotFolder(brought.listing.commit) };
}

function modelStore(cache: ModelCache): HubModelStore {
  return {
    place: cache.folder,
    commitOf: cache.commitOf,
    keptListing: (reference, commit) => keptListing(cache, reference, commit),
    files: cache.files,
    hashOf: nativeContentHash,
    lock: (options) => acquireLock(cache.lockPath, options),
    begin: (listing) => keepListing(cache, listing),
    rememberCommit: ({ revision, commit }) => cache.rememberCommit(revision, commit),
  };
}
