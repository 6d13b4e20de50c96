import { ModelNotFoundError } from '@slowfast/spec';
import { keptFiles } from '../bring-model.ts';
import { contentId } from '../hub-listing.ts';
import { isCommit, namesRevision, parseHubReference } from '../hub-reference.ts';
import type { HubSettings } from '../hub-settings.ts';
import type { RemovedHubModel } from '../removed-hub-model.ts';
import { modelInStorage } from './list-hub-models.ts';
import { type ModelStore, modelStore, removeModelFolder, wholeName } from './model-store.ts';
import { siteStorage, storageFailure } from './storage-failure.ts';

/** Options of {@link removeHubModel}. */
export interface RemoveHubModelOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when another page downloads the model: that is waited for. */
  readonly onWait?: (() => void) | undefined;
  /** Of no use here: a site has one storage. */
  readonly settings?: Partial<HubSettings> | undefined;
}

/**
 * Removes a model of the hub from this site's storage, unfinished downloads included, or with `@revision` that revision alone with
 * the contents that no other one uses. Whoever has opened it can't read its weights any more.
 *
 * @throws HubReferenceInvalidError; ModelNotFoundError when it is not there; OutputFailedError when it can't be removed; the
 * reason of the signal while another page downloads it.
 */
export async function removeHubModel(
  model: string,
  { signal, onWait = () => {} }: RemoveHubModelOptions = {},
): Promise<RemovedHubModel> {
  const { id, revision } = parseHubReference(model);
  const store = modelStore(id);
  try {
    await using _lock = await store.lock({ signal, onWait });
    const before = await modelInStorage(id);
    const doomed = before.snapshots.filter(({ commit, refs, downloads }) => {
      if (!namesRevision(model)) return true;
      const names = isCommit(revision) ? [commit] : [...refs, ...downloads.map((each) => each.revision)];
      return names.includes(revision);
    });
    const commits = doomed.map(({ commit }) => commit);
    const isAll = !model.includes('@') || commits.length === before.snapshots.length;
    if (commits.length === 0 && (!isAll || before.bytes === 0)) {
      throw new ModelNotFoundError({ place: siteStorage, reason: `${model} was not downloaded` });
    }
    if (isAll) await removeModelFolder(id);
    else await removeCommits(store, id, commits);
    const after = isAll ? 0 : (await modelInStorage(id)).bytes;
    return { id, commits, freedBytes: before.bytes - after };
  } catch (error) {
    signal?.throwIfAborted();
    throw storageFailure(error, 0);
  }
}

async function removeCommits(store: ModelStore, id: string, doomed: readonly string[]): Promise<void> {
  const own = new Set<string>();
  for (const commit of doomed) {
    const listing = await store.keptListing({ id, revision: commit }, commit);
    for (const file of listing?.listing.files ?? []) own.add(contentId(file));
  }
  const used = new Set<string>();
  for (const { commit, dtype } of await store.wanted()) {
    if (doomed.includes(commit)) continue;
    const kept = await keptFiles(store, { id, revision: commit }, dtype);
    for (const file of kept?.chosen?.files ?? kept?.listing.files ?? []) used.add(contentId(file));
  }
  for (const name of (await store.blobs()).keys()) {
    const content = wholeName(name);
    if (own.has(content) && !used.has(content)) await store.removeBlob(name);
  }
  for (const commit of doomed) await store.forget(commit);
}
