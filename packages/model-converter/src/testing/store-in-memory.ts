import type { ModelFileStore } from '@slowfast/model-files';
import { bytesInMemory } from '@slowfast/onnx-format';

/** A model whose files are in memory; texts are written as UTF-8. Counts the files that are open. */
export function storeInMemory(
  files: Readonly<Record<string, Uint8Array | string>>,
): ModelFileStore & { readonly open: ModelFileStore['open']; opened: number } {
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  const store = {
    place: 'a model in memory',
    opened: 0,
    size: async (path: string) => contents.get(path)?.length,
    async open(path: string) {
      store.opened += 1;
      const close = async () => {
        store.opened -= 1;
      };
      return { ...bytesInMemory(contents.get(path)!, path), [Symbol.asyncDispose]: close };
    },
    load: async (path: string) => contents.get(path)!.slice(),
  };
  return store;
}
