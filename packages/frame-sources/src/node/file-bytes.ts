import { open } from 'node:fs/promises';
import type { MediaBytes } from '../media-bytes.ts';

/** The bytes of a file, read through one handle. */
export async function fileBytes(path: string): Promise<MediaBytes> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  let closed: Promise<void> | undefined;
  return {
    place: path,
    size,
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    },
    close() {
      closed ??= file.close();
      return closed;
    },
  };
}
