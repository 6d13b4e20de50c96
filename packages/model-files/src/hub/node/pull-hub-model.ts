import { HubOfflineError, HubUnavailableError, isSlowFastError } from '@slowfast/spec';
import type { ModelComponent, ModelDtype, ModelDtypeChoice } from '../../model-dtype.ts';
import { type ChosenHubFiles, chooseHubFiles } from '../choose-hub-files.ts';
import { fetchModelFiles, readConfig } from '../fetch-model-files.ts';
import { type HubListing, listHubFiles } from '../hub-listing.ts';
import { defaultHubPatience, type HubPatience } from '../hub-patience.ts';
import type { OnHubProgress } from '../hub-progress.ts';
import { type HubReference, isCommit, parseHubReference } from '../hub-reference.ts';
import { hubSettingsFromEnvironment, type NodeHubSettings } from './hub-settings-from-environment.ts';
import { type ModelCache, modelCache } from './model-cache.ts';
import { nativeContentHash } from './native-content-hash.ts';
import { acquireLock } from './process-lock.ts';
import { keepListing, keptListing } from './snapshot-listing.ts';

/** What {@link pullHubModel} may be told. */
export interface PullHubModelOptions {
  /** The precision of the parts; without it what the model recommends, else fp32, else the most exact. */
  readonly dtype?: ModelDtypeChoice | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnHubProgress | undefined;
  /** What the environment says if absent. */
  readonly settings?: NodeHubSettings | undefined;
  /** How long and how often the hub is asked. */
  readonly patience?: Partial<HubPatience> | undefined;
}

/** A model of the hub that is on this machine. */
export interface PulledHubModel extends HubReference {
  readonly commit: string;
  /** The folder with its files. */
  readonly folder: string;
  /** Bytes of the files that a runtime needs, and what they are. */
  readonly bytes: number;
  readonly paths: readonly string[];
  readonly dtypes: Readonly<Partial<Record<ModelComponent, ModelDtype>>>;
  /** Why the hub could not be asked whether there is something newer; undefined when it was asked, or need not be. */
  readonly unreachable?: string;
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
  const { dtype, signal, onProgress } = options;
  signal?.throwIfAborted();
  const reference = typeof model === 'string' ? parseHubReference(model) : model;
  const settings = options.settings ?? (await hubSettingsFromEnvironment());
  const cache = modelCache(reference.id, settings);
  const onDisk = await lookOnDisk(cache, reference, dtype);
  const { local } = onDisk;
  if (local && onDisk.isCertain && isCommit(reference.revision)) return local;
  if (settings.offline) {
    if (local) return local;
    if (onDisk.problem) throw onDisk.problem;
    const { id: model, revision } = reference;
    throw new HubOfflineError({ model, revision, place: cache.folder, missing: onDisk.missing });
  }
  const patience = { ...defaultHubPatience, ...options.patience };
  let listing: HubListing;
  try {
    listing = await listHubFiles(reference, {
      settings,
      // Who has the model already should not wait long for a hub that is down.
      patience: local
        ? {
            ...patience,
            attempts: Math.min(patience.attempts, 2),
            answerMs: Math.min(patience.answerMs, 10_000),
          }
        : patience,
      signal,
      onRetry: ({ found, delayMs }) => onProgress?.({ type: 'retry', found, delaySeconds: delayMs / 1000 }),
    });
  } catch (error) {
    if (!local || !(error instanceof HubUnavailableError)) throw error;
    onProgress?.({ type: 'hub-unreachable', found: error.facts.found });
    return { ...local, unreachable: error.facts.found };
  }
  const onWait = () => onProgress?.({ type: 'lock-wait', model: reference.id });
  await using _lock = await acquireLock(cache.lockPath, { signal, onWait });
  await keepListing(cache, listing);
  const chosen = await fetchModelFiles(listing, cache.files(listing.commit), {
    settings,
    patience,
    signal,
    dtype,
    onProgress,
    hashOf: nativeContentHash,
  });
  // Last, so that a branch leads to a snapshot that is whole.
  await cache.rememberCommit(reference.revision, listing.commit);
  return pulled(cache, reference, listing.commit, chosen);
}

function pulled(
  cache: ModelCache,
  { id, revision }: HubReference,
  commit: string,
  { files, bytes, dtypes }: ChosenHubFiles,
): PulledHubModel {
  const folder = cache.snapshotFolder(commit);
  return { id, revision, commit, folder, bytes, paths: files.map(({ path }) => path), dtypes };
}

/** What is there of a revision, found out without the hub. */
interface OnDisk {
  /** All that is needed, if it is there. */
  readonly local?: PulledHubModel;
  /** Whether it is known what the hub has at this commit; without that, files that nobody misses may be missing. */
  readonly isCertain: boolean;
  readonly missing: readonly string[];
  /** Why the files can't be chosen. */
  readonly problem?: Error;
}

async function lookOnDisk(
  cache: ModelCache,
  reference: HubReference,
  dtype: ModelDtypeChoice | undefined,
): Promise<OnDisk> {
  const commit = await cache.commitOf(reference.revision);
  const kept = commit === undefined ? undefined : await keptListing(cache, reference, commit);
  if (commit === undefined || !kept) return { isCertain: false, missing: [] };
  const { listing, isComplete: isCertain } = kept;
  const store = cache.files(commit);
  const config = listing.files.find(({ path }) => path === 'config.json');
  if (!config || !(await store.isThere(config))) return { isCertain, missing: ['config.json'] };
  try {
    const chosen = chooseHubFiles(listing, await readConfig(store, config), dtype);
    const missing: string[] = [];
    for (const file of chosen.files) if (!(await store.isThere(file))) missing.push(file.path);
    const local = pulled(cache, reference, commit, chosen);
    return { isCertain, missing, ...(missing.length === 0 && { local }) };
  } catch (error) {
    if (!isSlowFastError(error)) throw error;
    return { isCertain, missing: [], problem: error };
  }
}
