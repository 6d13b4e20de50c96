import { invalid, type OnBytes, type StoredFile } from '../stored-file.ts';

/** A file on disk, read into memory: for models whose files lie in different places, where no runtime finds them by path. */
export function fileOnDisk(path: string, onBytes: OnBytes): StoredFile {
  const unreadable = (cause: Error): never => {
    throw invalid(path, cause.message, 'a readable file', cause);
  };
  return {
    place: path,
    async size() {
      const { stat } = await import('node:fs/promises');
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? found.size : undefined;
    },
    async read(offset, length) {
      const { open } = await import('node:fs/promises');
      await using file = await open(path).catch(unreadable);
      const buffer = new Uint8Array(length);
      const { bytesRead } = await file.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    async bytes(signal) {
      const { readFile } = await import('node:fs/promises');
      const bytes = await readFile(path, { signal }).catch((cause: Error) => {
        signal?.throwIfAborted();
        return unreadable(cause);
      });
      onBytes(bytes.length, bytes.length);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    },
  };
}
