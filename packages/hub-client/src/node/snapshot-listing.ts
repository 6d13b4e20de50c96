import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, jsonAt } from '@slowfast/model-files';
import { type HubListing, readHubListing } from '../hub-listing.ts';
import type { HubReference } from '../hub-reference.ts';
import { type ModelCache, writeWhole } from './model-cache.ts';

// The form in which huggingface_hub keeps listings (`trees/<commit>.json`,
// https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/_tree_cache.py). Ours lie elsewhere: from those, Python takes it
// that whoever downloaded a snapshot wanted all of its files.
const formatVersion = 1;

/** Keeps what the hub listed at a commit, which never changes: so it is known without the hub whether a snapshot is whole. */
export async function keepListing(cache: ModelCache, { commit, files }: HubListing): Promise<void> {
  const entries = files.map(({ path, bytes, gitBlobId, sha256 }) => [
    path,
    {
      size: bytes,
      blob_id: gitBlobId,
      ...(sha256 !== undefined && { lfs_sha256: sha256, lfs_size: bytes }),
    },
  ]);
  const text = JSON.stringify({ format_version: formatVersion, files: Object.fromEntries(entries) });
  await writeWhole(cache.listingPath(commit), text);
}

/** What was listed at a commit, as we kept it or as Python did; else the files of the snapshot, whose names nobody checked. */
export async function keptListing(
  cache: ModelCache,
  reference: HubReference,
  commit: string,
): Promise<{ readonly listing: HubListing; readonly isComplete: boolean } | undefined> {
  for (const path of [cache.listingPath(commit), join(cache.folder, 'trees', `${commit}.json`)]) {
    const listing = await readKept(path, reference, commit).catch(() => undefined);
    if (listing) return { listing, isComplete: true };
  }
  const listing = await listingOfFolder(cache.snapshotFolder(commit), reference, commit);
  return listing && { listing, isComplete: false };
}

async function readKept(
  path: string,
  reference: HubReference,
  commit: string,
): Promise<HubListing | undefined> {
  const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
  const files = jsonAt(kept, 'files');
  if (jsonAt(kept, 'format_version') !== formatVersion || !isJsonObject(files)) return undefined;
  const siblings = Object.entries(files).map(([rfilename, entry]) => {
    const sha256 = jsonAt(entry, 'lfs_sha256');
    return {
      rfilename,
      size: jsonAt(entry, 'size'),
      blobId: jsonAt(entry, 'blob_id'),
      ...(sha256 !== undefined && { lfs: { sha256, size: jsonAt(entry, 'lfs_size') } }),
    };
  });
  return readHubListing({ sha: commit, siblings }, { ...reference, revision: commit }, path);
}

async function listingOfFolder(
  folder: string,
  { id, revision }: HubReference,
  commit: string,
): Promise<HubListing | undefined> {
  const names = await readdir(folder, { recursive: true }).catch(() => undefined);
  if (!names) return undefined;
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      const path = name.replaceAll('\\', '/');
      return found?.isFile() ? [{ path, bytes: found.size, gitBlobId: '' }] : [];
    }),
  );
  return { id, revision, commit, files: files.flat() };
}
