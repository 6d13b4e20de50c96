import { open } from 'node:fs/promises';
import type { FailureError } from '../byte-failure.ts';
import type { LocalBytes } from './local-bytes.ts';

/**
 * The bytes of a file, read through one handle.
 *
 * @throws what `node:fs` throws where it can't be opened, and what `fail` makes of a read that fails.
 */
export async function fileBytes(path: string, fail: FailureError): Promise<LocalBytes> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  let closed: Promise<void> | undefined;
  return {
    place: path,
    size,
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      let done = 0;
      try {
        while (done < bytes.length) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
      } catch (cause) {
        const reason = `reading it failed: ${(cause as Error).message}`;
        throw fail({ kind: 'broken', place: path, reason, cause });
      }
      return bytes.subarray(0, done);
    },
    file: async () => path,
    close() {
      closed ??= file.close();
      return closed;
    },
  };
}
