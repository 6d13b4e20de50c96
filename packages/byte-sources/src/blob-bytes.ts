import type { FailureError } from './byte-failure.ts';
import type { ByteSource } from './byte-source.ts';

/** How a Blob is called in messages. */
export function nameOfBlob(blob: Blob): string {
  const { name = '' } = blob as { readonly name?: string };
  return name === '' ? 'a Blob' : name;
}

/** The bytes of a `Blob` or `File`, which may lie on a disk: only what is read comes into memory. */
export function blobBytes(blob: Blob, fail: FailureError, place = nameOfBlob(blob)): ByteSource {
  return {
    place,
    size: blob.size,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (cause) {
        const reason = 'the file has changed since it was chosen, or is gone';
        throw fail({ kind: 'changed', place, reason, cause });
      }
    },
    close: async () => undefined,
  };
}
