import { modelFilesOfDrop, openModelFolder } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { checkpointBlobs } from './testing/test-files.ts';

type Legacy = {
  webkitRequestFileSystem(
    type: number,
    size: number,
    done: (system: FileSystem) => void,
    failed: (error: unknown) => void,
  ): void;
};
type Writable = FileSystemDirectoryEntry & FileSystemFileEntry;

/** A folder of the kind that a drop gives, in the site's own temporary file system: scripts can't drop real ones. */
async function droppedFolder(files: Readonly<Record<string, Blob>>): Promise<FileSystemDirectoryEntry> {
  const { root } = await new Promise<FileSystem>((resolve, reject) =>
    (globalThis as unknown as Legacy).webkitRequestFileSystem(0, 1e8, resolve, reject),
  );
  const get = (kind: 'getDirectory' | 'getFile', from: FileSystemEntry, name: string) =>
    new Promise<Writable>((resolve, reject) => {
      (from as Writable)[kind](name, { create: true }, resolve as (entry: FileSystemEntry) => void, reject);
    });
  const folder = await get('getDirectory', root, crypto.randomUUID());
  for (const [path, blob] of Object.entries(files)) {
    const names = path.split('/');
    let parent: FileSystemEntry = folder;
    for (const name of names.slice(0, -1)) parent = await get('getDirectory', parent, name);
    const file = await get('getFile', parent, names.at(-1)!);
    await new Promise((resolve, reject) => {
      // biome-ignore lint/suspicious/noExplicitAny: no longer part of any standard, so without a type
      (file as any).createWriter((writer: any) => {
        writer.onwriteend = resolve;
        writer.onerror = reject;
        writer.write(blob);
      }, reject);
    });
  }
  return folder;
}

/** What a drop of these hands out. */
function drop(entries: readonly (FileSystemEntry | File)[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    webkitGetAsEntry: () => (entry instanceof File ? null : entry),
    getAsFile: () => (entry instanceof File ? entry : null),
  }));
  return { items: [{ kind: 'string' }, ...items] } as unknown as DataTransfer;
}

test('a dropped folder, its subfolders included, opens as the model that it is', async () => {
  const blobs = await checkpointBlobs();
  // More than a folder gives in one part.
  const more = Array.from({ length: 120 }, (_, i) => [`notes/${i}.txt`, new Blob([`${i}`])] as const);
  const folder = await droppedFolder({ ...blobs, ...Object.fromEntries(more) });
  const files = await modelFilesOfDrop(drop([folder, new File([], 'beside.txt')]));
  expect(Object.keys(files).sort()).toEqual([...Object.keys(blobs), ...more.map(([path]) => path)].sort());
  expect((await openModelFolder(files)).id).toBe((await openModelFolder(blobs)).id);
});

test('dropped files and nothing', async () => {
  const file = new File(['{}'], 'config.json');
  expect(await modelFilesOfDrop(drop([file]))).toEqual({ 'config.json': file });
  expect(await modelFilesOfDrop(new DataTransfer())).toEqual({});
});
