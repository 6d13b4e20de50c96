import { HubOfflineError, HubUnavailableError } from '@slowfast/spec';
import type { ModelDtypeChoice } from '../../model-dtype.ts';
import { type ChosenHubFiles, chooseHubFiles, configOf } from '../choose-hub-files.ts';
import { fetchModelFiles, readConfig } from '../fetch-model-files.ts';
import { type HubListing, listHubFiles } from '../hub-listing.ts';
import { defaultHubPatience, type HubPatience } from '../hub-patience.ts';
import { type HubReference, isCommit } from '../hub-reference.ts';
import type { HubSettings } from '../hub-settings.ts';
import type { ModelStore } from './model-store.ts';
import type { PullHubModelOptions } from './pull-options.ts';
import { siteStorage } from './storage-failure.ts';

/** What is kept of a model in a precision. */
export interface KeptFiles {
  readonly listing: HubListing;
  /** What a runtime needs; undefined while not even that is known. */
  readonly chosen?: ChosenHubFiles;
  /** Paths of what is needed and not there. */
  readonly missing: readonly string[];
}

/** A model whose files are all there. */
export interface BroughtModel {
  readonly listing: HubListing;
  readonly chosen: ChosenHubFiles;
  /** Why the hub could not be asked for something newer; absent when it was asked, or need not be. */
  readonly unreachable?: string;
}

/**
 * Looks up what is kept, without a request and without writing anything; undefined when nothing is known of the revision.
 *
 * @throws HubModelUnusableError or ModelDtypeMissingError when the listing that was kept has no such files.
 */
export async function keptFiles(
  store: ModelStore,
  reference: HubReference,
  dtype: ModelDtypeChoice | undefined,
): Promise<KeptFiles | undefined> {
  const commit = await store.commitOf(reference.revision);
  const listing = commit === undefined ? undefined : await store.keptListing(reference, commit);
  if (!listing) return undefined;
  const config = configOf(listing);
  if (!(await store.files.isThere(config))) return { listing, missing: [config.path] };
  const chosen = chooseHubFiles(listing, await readConfig(store.files, config), dtype);
  const missing: string[] = [];
  for (const file of chosen.files) if (!(await store.files.isThere(file))) missing.push(file.path);
  return { listing, chosen, missing };
}

/** The model, where all of it is kept and the hub need not be asked; undefined where it must be. */
export async function broughtAlready(
  store: ModelStore,
  reference: HubReference,
  options: PullHubModelOptions & { readonly settings: HubSettings },
): Promise<BroughtModel | undefined> {
  const { offline } = options.settings;
  if (!offline && !isCommit(reference.revision)) return undefined;
  const kept = await keptFiles(store, reference, options.dtype);
  const whole = wholeModel(kept);
  if (whole || !offline) return whole;
  const { id: model, revision } = reference;
  throw new HubOfflineError({ model, revision, place: siteStorage, missing: kept?.missing ?? [] });
}

/**
 * Brings the files that a runtime needs into this site's storage, and of those only what is not there. When the hub can't be
 * reached, what was brought before is used. For dedicated workers.
 *
 * @throws what `listHubFiles` and `fetchModelFiles` throw; HubOfflineError; the reason of the signal.
 */
export async function bringModel(
  store: ModelStore,
  reference: HubReference,
  options: PullHubModelOptions & { readonly settings: HubSettings },
): Promise<BroughtModel> {
  const { settings, dtype, signal, onProgress } = options;
  const there = await broughtAlready(store, reference, options);
  if (there) return there;
  const patience = { ...defaultHubPatience, ...options.patience };
  const whole = wholeModel(await keptFiles(store, reference, dtype).catch(() => undefined));
  let listing: HubListing;
  try {
    listing = await listHubFiles(reference, {
      settings,
      patience: whole ? impatient(patience) : patience,
      signal,
      onRetry: ({ found, delayMs }) => onProgress?.({ type: 'retry', found, delaySeconds: delayMs / 1000 }),
    });
  } catch (error) {
    if (!whole || !(error instanceof HubUnavailableError)) throw error;
    const unreachable = error.facts.found;
    onProgress?.({ type: 'hub-unreachable', found: unreachable });
    return { ...whole, unreachable };
  }
  if (whole?.listing.commit === listing.commit) return whole;
  // What can't be had is refused before anything is kept.
  chooseHubFiles(listing, {}, dtype);
  const onWait = () => onProgress?.({ type: 'lock-wait', model: reference.id });
  await using _lock = await store.lock({ signal, onWait });
  await store.begin(listing, dtype);
  const chosen = await fetchModelFiles(listing, store.files, {
    settings,
    patience,
    signal,
    dtype,
    onProgress,
  });
  // Last, so that a branch leads to a commit that is whole.
  await store.rememberCommit(listing);
  return { listing, chosen };
}

function wholeModel(kept: KeptFiles | undefined): BroughtModel | undefined {
  return kept?.chosen && kept.missing.length === 0
    ? { listing: kept.listing, chosen: kept.chosen }
    : undefined;
}

/** Who has the model already should not wait long for a hub that is down. */
function impatient(patience: HubPatience): HubPatience {
  const { attempts, answerMs } = patience;
  return { ...patience, attempts: Math.min(attempts, 2), answerMs: Math.min(answerMs, 10_000) };
}
