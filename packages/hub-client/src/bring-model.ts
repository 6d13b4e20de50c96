import type { ModelDtypeChoice } from '@slowfast/model-files';
import { HubOfflineError, HubUnavailableError, isSlowFastError } from '@slowfast/spec';
import type { BroughtModel } from './brought-model.ts';
import { type ChooseHubFiles, type ChosenHubFiles, chooseHubFiles } from './choose-hub-files.ts';
import {
  type FetchModelFilesOptions,
  fetchConfig,
  fetchModelFiles,
  type HubFileStore,
  readConfig,
} from './fetch-model-files.ts';
import { type HubListing, listHubFiles } from './hub-listing.ts';
import type { HubModelStore, KeptListing } from './hub-model-store.ts';
import { type HubReference, isCommit } from './hub-reference.ts';
import type { HubSettings } from './hub-settings.ts';
import type { PullOptions } from './pull-options.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';

/** What is kept of a model in a precision. */
export interface KeptFiles extends KeptListing {
  /** What a runtime needs; undefined while not even that is known. */
  readonly chosen?: ChosenHubFiles;
  /** Paths of what is needed and not there. */
  readonly missing: readonly string[];
  /** Why the files can't be chosen. */
  readonly problem?: Error;
}

type BringOptions = PullOptions & {
  readonly settings: HubSettings;
  /** What is needed; the files of a runtime if absent. */
  readonly choose?: ChooseHubFiles | undefined;
};

/** Looks up what is kept, without a request and without writing anything; undefined when nothing is known of the revision. */
export async function keptFiles(
  store: HubModelStore,
  reference: HubReference,
  dtype: ModelDtypeChoice | undefined,
  choose: ChooseHubFiles = (listing, config) => chooseHubFiles(listing, config, dtype),
): Promise<KeptFiles | undefined> {
  const commit = await store.commitOf(reference.revision);
  const kept = commit === undefined ? undefined : await store.keptListing(reference, commit);
  if (commit === undefined || !kept) return undefined;
  const files = store.files(commit);
  const config = kept.listing.files.find(({ path }) => path === 'config.json');
  if (!config || !(await files.isThere(config))) return { ...kept, missing: ['config.json'] };
  try {
    const chosen = choose(kept.listing, await readConfig(files, config));
    const missing: string[] = [];
    for (const file of chosen.files) if (!(await files.isThere(file))) missing.push(file.path);
    return { ...kept, chosen, missing };
  } catch (error) {
    if (!isSlowFastError(error)) throw error;
    return { ...kept, missing: [], problem: error };
  }
}

/**
 * The model, where all of it is kept and the hub need not be asked; undefined where it must be.
 *
 * @throws HubOfflineError when it must not be asked, or why what is kept can't be used.
 */
export async function broughtAlready(
  store: HubModelStore,
  reference: HubReference,
  options: BringOptions,
): Promise<BroughtModel | undefined> {
  const { offline } = options.settings;
  if (!offline && !isCommit(reference.revision)) return undefined;
  const kept = await keptFiles(store, reference, options.dtype, chooserOf(options));
  const whole = wholeModel(kept);
  if (whole && (offline || kept?.isComplete)) return whole;
  if (!offline) return undefined;
  if (kept?.problem) throw kept.problem;
  const { id: model, revision } = reference;
  throw new HubOfflineError({ model, revision, place: store.place, missing: kept?.missing ?? [] });
}

/**
 * Brings the files that a runtime needs into a store, and of those only what is not there. When the hub can't be reached, what
 * was brought before is used.
 *
 * @throws what `listHubFiles` and `fetchModelFiles` throw; HubOfflineError; the reason of the signal.
 */
export async function bringModel(
  store: HubModelStore,
  reference: HubReference,
  options: BringOptions,
): Promise<BroughtModel> {
  const { settings, signal, onProgress } = options;
  const choose = chooserOf(options);
  const there = await broughtAlready(store, reference, options);
  if (there) return there;
  const retryPolicy = { ...defaultRetryPolicy, ...options.retryPolicy };
  const whole = wholeModel(await keptFiles(store, reference, options.dtype, choose));
  let listing: HubListing;
  try {
    listing = await listHubFiles(reference, {
      settings,
      retryPolicy: whole ? withFewerAttempts(retryPolicy) : retryPolicy,
      signal,
      onRetry: ({ found, delayMs }) => onProgress?.({ type: 'retry', found, delaySeconds: delayMs / 1000 }),
    });
  } catch (error) {
    if (!whole || !(error instanceof HubUnavailableError)) throw error;
    const unreachable = error.facts.found;
    onProgress?.({ type: 'hub-unreachable', found: unreachable });
    return { ...whole, unreachable };
  }
  // What can't be had is refused before anything is kept.
  choose(listing, {});
  const onWait = () => onProgress?.({ type: 'lock-wait', model: reference.id });
  await using _lock = await store.lock({ signal, onWait });
  const files = store.files(listing.commit);
  const { hashOf } = store;
  const fetching = { settings, retryPolicy, signal, choose, onProgress, hashOf };
  await store.begin(listing, await notedDtype(listing, files, options, fetching));
  const chosen = await fetchModelFiles(listing, files, fetching);
  // Last, so that a branch leads to a commit that is whole.
  await store.rememberCommit(listing);
  return { listing, chosen };
}

function chooserOf({ dtype, formTimes, choose }: BringOptions): ChooseHubFiles {
  return choose ?? ((listing, config) => chooseHubFiles(listing, config, dtype, formTimes));
}

/** What is noted of a download must say what it is to those that don't know what is fast. */
async function notedDtype(
  listing: HubListing,
  files: HubFileStore,
  { dtype, formTimes }: BringOptions,
  fetching: FetchModelFilesOptions,
): Promise<ModelDtypeChoice | undefined> {
  if (!formTimes || typeof dtype === 'string') return dtype;
  return fetching.choose(listing, await fetchConfig(listing, files, fetching)).dtypes;
}

function wholeModel(kept: KeptFiles | undefined): BroughtModel | undefined {
  return kept?.chosen && kept.missing.length === 0
    ? { listing: kept.listing, chosen: kept.chosen }
    : undefined;
}

/** Who has the model already should not wait long for a hub that is down. */
function withFewerAttempts(retryPolicy: RetryPolicy): RetryPolicy {
  const { attempts, answerMs } = retryPolicy;
  return { ...retryPolicy, attempts: Math.min(attempts, 2), answerMs: Math.min(answerMs, 10_000) };
}
