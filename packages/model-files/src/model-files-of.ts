import type { ModelFiles } from './model-files.ts';

/** A file and where it lay, e.g. `llava/onnx/embed_tokens.onnx`. */
interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/**
 * The model among chosen files, by paths inside of it: of an `<input webkitdirectory>`, or a `FileList` of single files. The
 * model is the folder that holds `config.json`, the outermost if there are several; what lies elsewhere is left out.
 * Nothing is read. Where there is no `config.json`, all files are given, and opening them says what is missing.
 */
export function modelFilesOf(files: Iterable<File>): ModelFiles {
  return withinModel(Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** What `DragEvent.dataTransfer` holds of files, in the words of the platform. */
export interface DroppedItems {
  readonly items: Iterable<DroppedItem> | ArrayLike<DroppedItem>;
}

/** An item of it. */
export interface DroppedItem {
  readonly kind: string;
  webkitGetAsEntry(): object | null;
  getAsFile(): File | null;
}

/**
 * The model among what was dropped, folders included: as {@link modelFilesOf}. Call it in the handler of the `drop` event,
 * before anything is awaited: the browser forgets the files after it. Cost: folders are listed, nothing is read.
 */
export async function modelFilesOfDrop(dropped: DroppedItems): Promise<ModelFiles> {
  const items = Array.from(dropped.items).filter((item) => item.kind === 'file');
  const found = items.map((item) => (item.webkitGetAsEntry() as FileSystemEntry | null) ?? item.getAsFile());
  const files = await Promise.all(
    found.map(async (each) => {
      if (each === null) return [];
      return each instanceof File ? [{ path: each.name, file: each }] : filesBelow(each);
    }),
  );
  return withinModel(files.flat());
}

async function filesBelow(entry: FileSystemEntry): Promise<PlacedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const below: PlacedFile[] = [];
  for (;;) {
    // A folder is given in parts, and ends with an empty one.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return below;
    for (const each of part) below.push(...(await filesBelow(each)));
  }
}

function withinModel(files: readonly PlacedFile[]): ModelFiles {
  const folders = files
    .filter(({ path }) => /(^|\/)config\.json$/.test(path))
    .map(({ path }) => path.slice(0, -'config.json'.length))
    .sort((left, right) => depth(left) - depth(right));
  const folder = folders[0] ?? '';
  return Object.fromEntries(
    files
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, file }) => [path.slice(folder.length), file]),
  );
}

function depth(path: string): number {
  return path.split('/').length;
}
