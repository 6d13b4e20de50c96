import type { ModelFileStore } from './model-file-store.ts';
import { modelPath } from './model-path.ts';
import { invalid, type StoredFile } from './stored-file.ts';

/**
 * The files of a model, each kept wherever `find` says. Sizes are asked for once; a path that leads out of the model is
 * refused.
 */
export function storeOfFiles(place: string, find: (path: string) => StoredFile | undefined): ModelFileStore {
  const known = new Map<string, StoredFile | undefined>();
  const sizes = new Map<string, Promise<number | undefined>>();

  function file(path: string): StoredFile | undefined {
    if (!known.has(path)) known.set(path, find(modelPath(place, '', path)));
    return known.get(path);
  }

  function size(path: string): Promise<number | undefined> {
    let asked = sizes.get(path);
    if (!asked) {
      asked = Promise.resolve(file(path)?.size()).catch((error: unknown) => {
        sizes.delete(path);
        throw error;
      });
      sizes.set(path, asked);
    }
    return asked;
  }

  async function required(path: string): Promise<{ readonly found: StoredFile; readonly bytes: number }> {
    const found = file(path);
    const bytes = await size(path);
    if (!found || bytes === undefined) throw invalid(`${place}/${path}`, 'no file', 'a readable file');
    return { found, bytes };
  }

  return {
    place,
    size,
    async open(path) {
      const { found, bytes } = await required(path);
      return {
        place: found.place,
        size: bytes,
        read: async (offset, length) => {
          const wanted = Math.max(0, Math.min(length, bytes - offset));
          return wanted === 0 ? new Uint8Array() : found.read(offset, wanted);
        },
        [Symbol.asyncDispose]: async () => {},
      };
    },
    load: async (path, { signal } = {}) => (await required(path)).found.bytes(signal),
    missingBecause: (path) => file(path)?.missingBecause?.(),
  };
}
