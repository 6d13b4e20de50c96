import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { modelComponents, modelDtypes, onnxPath } from '@slowfast/model-files';
import { hubSettingsFromEnvironment, type NodeHubSettings } from './hub-settings-from-environment.ts';

/** A commit of a model that is on this machine, or a part of it. */
export interface SnapshotOnDisk {
  readonly commit: string;
  /** Branches and tags that were at this commit when they were last looked up. */
  readonly refs: readonly string[];
  readonly folder: string;
  /** Paths of its files. */
  readonly files: readonly string[];
  /** Whether it is a checkpoint in the layout that runs here; other tools of the hub keep others beside it. */
  readonly hasOnnx: boolean;
}

/** A model of the hub that is on this machine. */
export interface HubModelOnDisk {
  /** `owner/name`. */
  readonly id: string;
  readonly folder: string;
  readonly snapshots: readonly SnapshotOnDisk[];
  /** Bytes on the disk, unfinished downloads included. */
  readonly bytes: number;
  /** Bytes of unfinished downloads. */
  readonly unfinishedBytes: number;
}

/**
 * The models of the hub that are on this machine, by name, whichever tool downloaded them. Cost: reads the names of all their
 * files, and none of the files.
 */
export async function listHubModels(settings?: NodeHubSettings): Promise<readonly HubModelOnDisk[]> {
  const { cacheFolder } = settings ?? (await hubSettingsFromEnvironment());
  const root = resolve(cacheFolder);
  const names = (await entriesOf(root)).filter((name) => name.startsWith('models--')).sort();
  const models = await Promise.all(names.map((name) => modelOnDisk(join(root, name))));
  return models.filter((model) => model !== undefined);
}

/** A model by its folder in the cache; undefined where there is none. */
export async function modelOnDisk(folder: string): Promise<HubModelOnDisk | undefined> {
  const commits = await entriesOf(join(folder, 'snapshots'));
  const contents = await contentsOf(join(folder, 'blobs'));
  if (commits.length === 0 && contents.length === 0) return undefined;
  const refs = await refsOf(join(folder, 'refs'));
  const snapshots = await Promise.all(
    commits.sort().map((commit) => snapshotOnDisk(join(folder, 'snapshots', commit), commit, refs)),
  );
  // Where links can't be made, the files themselves are in the snapshots.
  const unlinked = await Promise.all(snapshots.map((snapshot) => contentsOf(snapshot.folder)));
  const unfinished = contents.filter(({ name }) => name.endsWith('.incomplete'));
  return {
    id: basename(folder)
      .replace(/^models--/, '')
      .replaceAll('--', '/'),
    folder,
    snapshots,
    bytes: sum([...contents, ...unlinked.flat()]),
    unfinishedBytes: sum(unfinished),
  };
}

async function snapshotOnDisk(
  folder: string,
  commit: string,
  refs: ReadonlyMap<string, string>,
): Promise<SnapshotOnDisk> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  return {
    commit,
    refs: [...refs].filter(([, each]) => each === commit).map(([name]) => name),
    folder,
    files,
    hasOnnx: modelComponents.some((component) =>
      modelDtypes.some((dtype) => files.includes(onnxPath(component, dtype))),
    ),
  };
}

/** Commits by the names of branches and tags. */
export async function refsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const refs = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        path.slice(folder.length + 1).replaceAll('\\', '/'),
        (await readFile(path, 'utf8')).trim(),
      ] as const;
    });
  return new Map(await Promise.all(refs));
}

/** Names in a folder; none where it is a link, or is not there. */
export async function entriesOf(folder: string): Promise<string[]> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() ? readdir(folder) : [];
}

/** The files below a folder that are no links, and their sizes. */
async function contentsOf(folder: string): Promise<{ readonly name: string; readonly bytes: number }[]> {
  if ((await entriesOf(folder)).length === 0) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ name, parentPath }) => ({ name, bytes: (await lstat(join(parentPath, name))).size })),
  );
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}
