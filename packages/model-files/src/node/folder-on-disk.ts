import { ModelInvalidError, ModelNotFoundError } from '@slowfast/spec';
import type { ModelFileStore, OpenModelFile } from '../model-file-store.ts';
import { modelPath } from '../model-path.ts';

/**
 * The files of a model in a folder. Symbolic links are followed (the caches of the Hugging Face hub are made of them);
 * paths that lead out of the folder are refused.
 */
export async function folderOnDisk(folder: string): Promise<ModelFileStore> {
  const { stat, open: openFile } = await import('node:fs/promises');
  const { resolve } = await import('node:path');
  const root = resolve(folder);
  await requireFolder();

  async function requireFolder(): Promise<void> {
    const found = await stat(root).catch((cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'ENOENT' ? 'there is no such folder' : cause.message;
      throw new ModelNotFoundError({ place: folder, reason }, { cause });
    });
    if (!found.isDirectory()) throw new ModelNotFoundError({ place: folder, reason: 'it is no folder' });
  }

  const locate = (path: string) => resolve(root, modelPath(folder, '', path));

  async function size(path: string): Promise<number | undefined> {
    const found = await stat(locate(path)).catch(() => undefined);
    return found?.isFile() ? found.size : undefined;
  }

  async function open(path: string): Promise<OpenModelFile> {
    const place = `${folder}/${path}`;
    const handle = await openFile(locate(path)).catch((cause: Error) => {
      throw new ModelInvalidError({ place, found: cause.message, expected: 'a readable file' }, { cause });
    });
    const bytes = (await handle.stat()).size;
    return {
      place,
      size: bytes,
      async read(offset, length) {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, bytes - offset)));
        if (buffer.length === 0) return buffer;
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
        return buffer.subarray(0, bytesRead);
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  }

  return { place: folder, size, open, load: async (path) => locate(path) };
}
