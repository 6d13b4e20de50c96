import type { ModelComponent, ModelDtype, ModelDtypeChoice } from '@slowfast/model-files';
import { type KeptFiles, keptFiles } from '../bring-model.ts';
import { type ModelStore, modelStore, storedModelIds, type WantedModel, wholeName } from './model-store.ts';
import { storageFailure } from './storage-failure.ts';

/** A download of a model in a precision, finished or not. */
export interface HubDownload {
  /** The revision that was asked for. */
  readonly revision: string;
  /** The precision that was asked for; the model's recommendation if absent. */
  readonly dtype?: ModelDtypeChoice | undefined;
  readonly isWhole: boolean;
  /** Bytes of all files, and the precisions; absent while they are not known. */
  readonly bytes?: number | undefined;
  readonly dtypes?: Readonly<Partial<Record<ModelComponent, ModelDtype>>> | undefined;
  /** Bytes that are there, parts of files included. */
  readonly bytesThere: number;
}

/** A commit of a model that is in this site's storage, or a part of it. */
export interface SnapshotInStorage {
  readonly commit: string;
  /** Branches and tags that were at this commit when they were last looked up. */
  readonly refs: readonly string[];
  readonly downloads: readonly HubDownload[];
}

/** A model of the hub that is in this site's storage. */
export interface HubModelInStorage {
  /** `owner/name`. */
  readonly id: string;
  readonly snapshots: readonly SnapshotInStorage[];
  /** Bytes in the storage, unfinished downloads included. */
  readonly bytes: number;
  /** Bytes of unfinished files. */
  readonly unfinishedBytes: number;
}

/**
 * The models of the hub that are in this site's storage, by name. Cost: reads the names and sizes of their files, their listings
 * and configurations, and no weights.
 *
 * @throws OutputFailedError where sites have no storage.
 */
export async function listHubModels(): Promise<readonly HubModelInStorage[]> {
  try {
    const ids = await storedModelIds();
    const models = await Promise.all(ids.sort().map((id) => modelInStorage(id)));
    return models.filter(({ bytes, snapshots }) => bytes > 0 || snapshots.length > 0);
  } catch (error) {
    throw storageFailure(error, 0);
  }
}

/** A model by its name. */
export async function modelInStorage(id: string): Promise<HubModelInStorage> {
  const store = modelStore(id);
  const blobs = await store.blobs();
  const wanted = await store.wanted();
  const revisions = await store.revisions();
  const commits = [...new Set(wanted.map(({ commit }) => commit))].sort();
  const snapshots = commits.map(async (commit) => ({
    commit,
    refs: [...revisions].filter(([, at]) => at === commit).map(([revision]) => revision),
    downloads: await Promise.all(
      wanted.filter((each) => each.commit === commit).map((each) => download(store, id, each)),
    ),
  }));
  const unfinished = [...blobs].filter(([name]) => wholeName(name) !== name);
  return {
    id,
    snapshots: await Promise.all(snapshots),
    bytes: sum([...blobs].map(([, bytes]) => bytes)),
    unfinishedBytes: sum(unfinished.map(([, bytes]) => bytes)),
  };
}

async function download(store: ModelStore, id: string, wanted: WantedModel): Promise<HubDownload> {
  const { commit, revision, dtype } = wanted;
  // What is damaged can be downloaded again.
  const kept: KeptFiles | undefined = await keptFiles(store, { id, revision: commit }, dtype).catch(
    () => undefined,
  );
  const files = kept?.chosen?.files ?? [];
  const there = files.map(async (file) =>
    kept?.missing.includes(file.path) ? store.files(commit).bytesLeft(file) : file.bytes,
  );
  return {
    revision,
    dtype,
    isWhole: kept?.chosen !== undefined && kept.missing.length === 0,
    bytes: kept?.chosen?.bytes,
    dtypes: kept?.chosen?.dtypes,
    bytesThere: sum(await Promise.all(there)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
