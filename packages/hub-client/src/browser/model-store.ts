import { type ModelDtypeChoice, parseDtypeChoice } from '@slowfast/model-files';
import { DiskFullError } from '@slowfast/spec';
import type { HubFileStore } from '../fetch-model-files.ts';
import { contentId, type HubFile, type HubListing, readHubListing } from '../hub-listing.ts';
import type { HubModelStore } from '../hub-model-store.ts';
import { type HubReference, isCommit } from '../hub-reference.ts';
import { formatDtypeChoice } from './format-dtype-choice.ts';
import { lockModel } from './model-lock.ts';
import { partialFile } from './partial-file.ts';
import { siteStorage } from './storage-failure.ts';
import { fileIn, hubFolder, namesIn, removeIn, subfolder } from './storage-folder.ts';

/** What somebody wanted of a model; all of it is there, or an unfinished download left a part. */
export interface WantedModel {
  readonly commit: string;
  /** The revision that was asked for. */
  readonly revision: string;
  readonly dtype: ModelDtypeChoice | undefined;
}

/** One model in this site's storage. Commits share contents. */
export interface ModelStore extends HubModelStore {
  /** What was wanted, in no order. */
  wanted(): Promise<readonly WantedModel[]>;
  /** Branches and tags with the commits that they were at. */
  revisions(): Promise<ReadonlyMap<string, string>>;
  /** A file that is there. */
  file(file: HubFile): Promise<File>;
  /** Names of all contents and what they take, unfinished ones included. */
  blobs(): Promise<ReadonlyMap<string, number>>;
  removeBlob(name: string): Promise<void>;
  /** Forgets a commit and the revisions that are at it. Its contents stay. */
  forget(commit: string): Promise<void>;
}

const partialEnding = '.partial';
const isPartial = (name: string) => name.endsWith(partialEnding);
const prefix = 'models--';

/** The name of a model's folder, as in the cache that the hub's tools share: `models--owner--name`. */
function folderName(id: string): string {
  return prefix + id.replace('/', '--');
}

/** The name that contents have when they are whole. */
export function wholeName(name: string): string {
  return isPartial(name) ? name.slice(0, -partialEnding.length) : name;
}

/** All models of which something is there. */
export async function storedModelIds(): Promise<string[]> {
  const names = await namesIn(await hubFolder(false));
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).replace('--', '/'));
}

/** Removes all that is there of a model. */
export async function removeModelFolder(id: string): Promise<void> {
  await removeIn(await hubFolder(false), folderName(id));
}

/**
 * A model's folder in this site's private file system: `blobs` holds contents, named by their hashes; `listings` what the hub
 * listed at a commit; `refs` the commits of branches and tags; `wanted` what somebody asked for, finished or not.
 *
 * Files are read everywhere and written in dedicated workers alone; they are removed everywhere.
 */
export function modelStore(id: string): ModelStore {
  async function folder(name: string, create = false): Promise<FileSystemDirectoryHandle | undefined> {
    const root = await hubFolder(create);
    const model = root && (await subfolder(root, folderName(id), create));
    return model && subfolder(model, name, create);
  }

  const blob = async (name: string) => fileIn(await folder('blobs'), name);
  const textIn = async (place: string, name: string) => (await fileIn(await folder(place), name))?.text();

  /** Whole or not at all, and not written again where it is so already. */
  async function write(place: string, name: string, text: string): Promise<void> {
    if ((await textIn(place, name)) === text) return;
    const bytes = new TextEncoder().encode(text);
    await using file = await partialFile({
      folder: (await folder(place, true))!,
      partialName: `${name}${partialEnding}`,
      name,
      bytes: bytes.length,
    });
    await file.reset();
    await file.append(bytes);
    await file.finish();
  }

  const files: HubFileStore = {
    isThere: async (file) => (await blob(contentId(file)))?.size === file.bytes,
    text: async (file) => (await blob(contentId(file)))!.text(),
    bytesLeft: async (file) => {
      const left = await blob(contentId(file) + partialEnding);
      return Math.min(left?.size ?? 0, file.bytes);
    },
    sink: async (file) =>
      partialFile({
        folder: (await folder('blobs', true))!,
        partialName: contentId(file) + partialEnding,
        name: contentId(file),
        bytes: file.bytes,
      }),
    async requireRoom(bytes) {
      const { quota, usage = 0 } = await navigator.storage.estimate();
      if (quota === undefined || quota - usage >= bytes) return;
      const freeBytes = Math.max(0, quota - usage);
      throw new DiskFullError({ place: siteStorage, neededBytes: bytes, freeBytes });
    },
  };

  return {
    place: siteStorage,
    async commitOf(revision) {
      if (isCommit(revision)) return revision;
      const commit = await textIn('refs', encodeURIComponent(revision));
      return commit !== undefined && isCommit(commit) ? commit : undefined;
    },
    async keptListing(reference, commit) {
      const text = await textIn('listings', `${commit}.json`);
      const listing = text === undefined ? undefined : readListing(text, reference, commit);
      return listing && { listing, isComplete: true };
    },
    files: () => files,
    lock: (options) => lockModel(id, options),
    async begin(listing, dtype) {
      const { commit, revision } = listing;
      await write('listings', `${commit}.json`, JSON.stringify(asTheHubSays(listing)));
      await write('wanted', `${commit},${formatDtypeChoice(dtype)}`, revision);
    },
    async rememberCommit({ revision, commit }) {
      if (!isCommit(revision)) await write('refs', encodeURIComponent(revision), commit);
    },
    async wanted() {
      const names = (await namesIn(await folder('wanted'))).filter((name) => !isPartial(name));
      return Promise.all(
        names.map(async (name) => {
          const [, commit = '', dtype] = /^([^,]*),(.*)$/.exec(name) ?? [];
          const revision = (await textIn('wanted', name)) || commit;
          return { commit, revision, dtype: dtype ? parseDtypeChoice(dtype) : undefined };
        }),
      );
    },
    async revisions() {
      const names = (await namesIn(await folder('refs'))).filter((name) => !isPartial(name));
      const entries = names.map(
        async (name) => [decodeURIComponent(name), (await textIn('refs', name)) ?? ''] as const,
      );
      return new Map(await Promise.all(entries));
    },
    file: async (file) => (await blob(contentId(file)))!,
    async blobs() {
      const blobs = await folder('blobs');
      const sizes = new Map<string, number>();
      for (const name of await namesIn(blobs)) sizes.set(name, (await fileIn(blobs, name))?.size ?? 0);
      return sizes;
    },
    removeBlob: async (name) => removeIn(await folder('blobs'), name),
    async forget(commit) {
      // What is needed for the rest goes last.
      const refs = await folder('refs');
      for (const [revision, at] of await this.revisions()) {
        if (at === commit) await removeIn(refs, encodeURIComponent(revision));
      }
      const wanted = await folder('wanted');
      for (const name of await namesIn(wanted)) {
        if (name.startsWith(commit)) await removeIn(wanted, name);
      }
      await removeIn(await folder('listings'), `${commit}.json`);
    },
  };
}

/** A listing in the form in which the hub gives it, with what is used of it. */
function asTheHubSays({ commit, files }: HubListing): object {
  const siblings = files.map(({ path, bytes, gitBlobId, sha256 }) => ({
    rfilename: path,
    size: bytes,
    blobId: gitBlobId,
    ...(sha256 !== undefined && { lfs: { sha256, size: bytes } }),
  }));
  return { sha: commit, siblings };
}

/** A kept listing; one that is damaged counts as none. */
function readListing(text: string, { id, revision }: HubReference, commit: string): HubListing | undefined {
  try {
    const listing = readHubListing(JSON.parse(text), { id, revision: commit }, siteStorage);
    return { ...listing, revision };
  } catch {
    return undefined;
  }
}
