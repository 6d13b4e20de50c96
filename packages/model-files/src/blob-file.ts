import { collectBytes, invalid, type OnBytes, type StoredFile } from './stored-file.ts';

/** A file whose contents somebody gave; the browser may keep them on the disk. */
export function blobFile(blob: Blob, place: string, onBytes: OnBytes = () => {}): StoredFile {
  const unreadable = (cause: unknown): never => {
    throw invalid(place, (cause as Error).message, 'a readable file that did not change since', cause);
  };
  return {
    place,
    size: async () => blob.size,
    read: async (offset, length) =>
      new Uint8Array(
        await blob
          .slice(offset, offset + length)
          .arrayBuffer()
          .catch(unreadable),
      ),
    async bytes(signal) {
      return collectBytes(place, blob.size, blob.stream(), onBytes, signal).catch((cause: unknown) => {
        signal?.throwIfAborted();
        if (cause instanceof DOMException) unreadable(cause);
        throw cause;
      });
    },
  };
}
