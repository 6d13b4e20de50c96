import { type JsonObject, parseJson } from '@slowfast/model-files';
import { type ChooseHubFiles, type ChosenHubFiles, configOf } from './choose-hub-files.ts';
import type { MakeContentHash } from './content-hash.ts';
import { type DownloadSink, downloadFile } from './download-file.ts';
import type { HubAsking, HubFile, HubListing } from './hub-listing.ts';
import type { OnHubProgress } from './hub-progress.ts';

/** Where the files of one model at one commit are kept. */
export interface HubFileStore {
  /** Whether a file is there, whole and checked. */
  isThere(file: HubFile): Promise<boolean>;
  /** A file that is there. */
  text(file: HubFile): Promise<string>;
  /** Bytes that an earlier download of a file left. */
  bytesLeft(file: HubFile): Promise<number>;
  /** Where a file may be written to; disposed when that is over, whether or not it was finished. */
  sink(file: HubFile): Promise<DownloadSink & AsyncDisposable>;
  /**
   * Called before so many bytes are downloaded.
   *
   * @throws DiskFullError when there is no room for them.
   */
  requireRoom(bytes: number): Promise<void>;
}

/** What {@link fetchModelFiles} is told. */
export interface FetchModelFilesOptions extends Omit<HubAsking, 'onRetry'> {
  /** What is needed. */
  readonly choose: ChooseHubFiles;
  readonly onProgress?: OnHubProgress | undefined;
  /** What hashes files; WebAssembly if absent. */
  readonly hashOf?: MakeContentHash | undefined;
}

/**
 * Brings the files that a runtime needs from the hub into a store: first `config.json`, which says which they are, then those
 * that are not there, one after the other.
 *
 * @throws what `choose` and `downloadFile` throw, ModelInvalidError and DiskFullError.
 */
export async function fetchModelFiles(
  listing: HubListing,
  store: HubFileStore,
  options: FetchModelFilesOptions,
): Promise<ChosenHubFiles> {
  const { onProgress } = options;
  const chosen = options.choose(listing, await fetchConfig(listing, store, options));
  const missing: HubFile[] = [];
  for (const file of chosen.files) if (!(await store.isThere(file))) missing.push(file);
  let left = 0;
  for (const file of missing) left += await store.bytesLeft(file);
  const missingBytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  const { files, bytes } = chosen;
  let finished = bytes - missingBytes;
  const { id: model, commit } = listing;
  onProgress?.({ type: 'files-chosen', model, commit, files, bytes, bytesThere: finished + left });
  if (missing.length > 0) await store.requireRoom(missingBytes - left);
  for (const file of missing) {
    const { path } = file;
    let hasBegun = false;
    await bringFile(listing, store, file, options, (loaded) => {
      const type = hasBegun ? 'bytes-arrived' : 'file-begin';
      if (type === 'file-begin') onProgress?.({ type, path, bytes: file.bytes, bytesThere: loaded });
      else
        onProgress?.({
          type,
          path,
          loaded,
          bytes: file.bytes,
          allLoaded: finished + loaded,
          allBytes: bytes,
        });
      hasBegun = true;
    });
    finished += file.bytes;
    onProgress?.({ type: 'file-end', path });
  }
  return chosen;
}

/**
 * The settings of a model, which say which files are needed; brought if they are not there.
 *
 * @throws what `choose` and `downloadFile` throw, ModelInvalidError and DiskFullError.
 */
export async function fetchConfig(
  listing: HubListing,
  store: HubFileStore,
  options: FetchModelFilesOptions,
): Promise<JsonObject> {
  const config = configOf(listing, options.choose);
  if (!(await store.isThere(config))) await bringFile(listing, store, config, options, () => {});
  return readConfig(store, config);
}

async function bringFile(
  listing: HubListing,
  store: HubFileStore,
  file: HubFile,
  options: FetchModelFilesOptions,
  onBytes: (loaded: number) => void,
): Promise<void> {
  await using sink = await store.sink(file);
  await downloadFile(listing, file, sink, {
    ...options,
    onBytes,
    onRetry: ({ found, delayMs }) =>
      options.onProgress?.({ type: 'retry', path: file.path, found, delaySeconds: delayMs / 1000 }),
  });
}

/**
 * The settings of a model.
 *
 * @throws ModelInvalidError when they are no JSON object.
 */
export async function readConfig(store: HubFileStore, file: HubFile): Promise<JsonObject> {
  return parseJson(file.path, await store.text(file));
}
