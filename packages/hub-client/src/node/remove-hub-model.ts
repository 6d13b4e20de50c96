import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ModelNotFoundError, OutputFailedError } from '@slowfast/spec';
import type { HubLockOptions } from '../hub-model-store.ts';
import { isCommit, namesRevision, parseHubReference } from '../hub-reference.ts';
import type { RemovedHubModel } from '../removed-hub-model.ts';
import { hubSettingsFromEnvironment, type NodeHubSettings } from './hub-settings-from-environment.ts';
import { entriesOf, modelOnDisk, refsOf } from './list-hub-models.ts';
import { linkTarget, modelCache } from './model-cache.ts';
import { acquireLock } from './process-lock.ts';

/** Options of {@link removeHubModel}. */
export interface RemoveHubModelOptions extends HubLockOptions {
  /** What the environment says if absent. */
  readonly settings?: NodeHubSettings | undefined;
}

/**
 * Removes a model of the hub from this machine, or with `@revision` that revision alone with the contents that no other one
 * uses. Links are removed and never followed: what lies outside of the model's folder stays.
 *
 * @throws HubReferenceInvalidError; ModelNotFoundError when it is not on this machine; OutputFailedError when it can't be
 * removed; the reason of the signal while another process downloads it.
 */
export async function removeHubModel(
  model: string,
  options: RemoveHubModelOptions = {},
): Promise<RemovedHubModel> {
  const settings = options.settings ?? (await hubSettingsFromEnvironment());
  const reference = parseHubReference(model, settings.endpoint);
  const cache = modelCache(reference.id, settings);
  const isWhole = !namesRevision(model, settings.endpoint);
  const before = await modelOnDisk(cache.folder);
  if (!before) throw notFound(model, settings);
  const isLink = (await linkTarget(cache.folder)) !== undefined;
  if (isLink && !isWhole) {
    const remedy = 'Remove the model as a whole, which removes the link, or what is behind it by hand';
    throw new OutputFailedError({ place: cache.folder, reason: 'it is a link', remedy });
  }
  await using _lock = await acquireLock(cache.lockPath, options);
  const { snapshots } = before;
  const { revision } = reference;
  const doomed = isWhole
    ? snapshots
    : snapshots.filter(({ commit, refs }) =>
        isCommit(revision) ? commit === revision : refs.includes(revision),
      );
  if (!isWhole && doomed.length === 0) throw notFound(model, settings);
  const commits = doomed.map(({ commit }) => commit);
  if (doomed.length === snapshots.length) await rm(cache.folder, { recursive: true, force: true });
  else for (const commit of commits) await removeSnapshot(cache.folder, commit, cache.listingPath(commit));
  const after = await modelOnDisk(cache.folder);
  const freedBytes = isLink ? 0 : before.bytes - (after?.bytes ?? 0);
  return { id: reference.id, commits, freedBytes };
}

async function removeSnapshot(folder: string, commit: string, listing: string): Promise<void> {
  for (const [name, each] of await refsOf(join(folder, 'refs'))) {
    if (each === commit) await rm(join(folder, 'refs', ...name.split('/')), { force: true });
  }
  const used = new Set<string>();
  for (const other of await entriesOf(join(folder, 'snapshots'))) {
    if (other !== commit) for (const blob of await blobsOf(join(folder, 'snapshots', other))) used.add(blob);
  }
  const own = await blobsOf(join(folder, 'snapshots', commit));
  await rm(join(folder, 'snapshots', commit), { recursive: true, force: true });
  const blobs = `${resolve(folder, 'blobs')}/`.replaceAll('\\', '/');
  for (const blob of own) {
    if (!used.has(blob) && blob.replaceAll('\\', '/').startsWith(blobs)) await rm(blob, { force: true });
  }
  await rm(listing, { force: true });
}

/** Where the links of a snapshot lead. */
async function blobsOf(snapshot: string): Promise<string[]> {
  const entries = await readdir(snapshot, { recursive: true, withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink());
  const targets = await Promise.all(links.map(({ parentPath, name }) => linkTarget(join(parentPath, name))));
  return targets.filter((target) => target !== undefined);
}

function notFound(model: string, { cacheFolder }: NodeHubSettings): ModelNotFoundError {
  return new ModelNotFoundError({ place: cacheFolder, reason: `${model} was not downloaded` });
}
