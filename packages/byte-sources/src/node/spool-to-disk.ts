import { type FileHandle, open } from 'node:fs/promises';
import { bytesInMemory } from '../bytes-in-memory.ts';
import { headCheck, piecesOf, type SpoolOptions } from '../spool.ts';
import { fileBytes } from './file-bytes.ts';
import type { LocalBytes } from './local-bytes.ts';
import { fileErrorCode, type TemporaryFile, temporaryFile } from './temporary-file.ts';
import { withFile } from './with-file.ts';

/** How much {@link spoolToDisk} keeps. */
export interface SpoolToDiskSettings {
  /** What is longer goes to a temporary file; 64 MiB if absent. */
  readonly memoryBytes?: number | undefined;
  /** Most bytes of one stream; 64 GiB if absent. */
  readonly maxBytes?: number | undefined;
}

/** Keeps streams up to 64 MiB in memory, longer ones in a temporary file, which is removed by `close` and where keeping fails. */
export function spoolToDisk({ memoryBytes = 2 ** 26, maxBytes = 2 ** 36 }: SpoolToDiskSettings = {}) {
  return async (
    stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
    { checkHead, ...options }: SpoolOptions,
  ): Promise<LocalBytes> => {
    const { place, what, fail, signal } = options;
    const head = headCheck(checkHead);
    const pieces: Uint8Array[] = [];
    let length = 0;
    let temporary: TemporaryFile | undefined;
    let handle: FileHandle | undefined;
    const keep = async (piece: Uint8Array) => {
      if (handle) return handle.writeFile(piece);
      pieces.push(piece);
      if (length <= memoryBytes) return;
      temporary = await temporaryFile();
      handle = await open(temporary.path, 'wx', 0o600);
      for (const kept of pieces.splice(0)) await handle.writeFile(kept);
    };
    try {
      for await (const piece of piecesOf(stream, options)) {
        length += piece.length;
        head.push(piece);
        if (length > maxBytes) {
          const reason = `${what} of more than ${maxBytes} bytes, which is all that is kept of one`;
          throw fail({ kind: 'too-large', place, reason });
        }
        await keep(piece);
      }
      signal.throwIfAborted();
      head.end();
      await handle?.close();
      if (!temporary) return withFile(bytesInMemory(Buffer.concat(pieces.splice(0)), place), fail);
      const kept = await fileBytes(temporary.path, fail);
      const { remove } = temporary;
      let closed: Promise<void> | undefined;
      const close = () => {
        closed ??= kept.close().then(remove);
        return closed;
      };
      return { ...kept, place, close };
    } catch (error) {
      await handle?.close().catch(() => undefined);
      await temporary?.remove();
      signal.throwIfAborted();
      const code = fileErrorCode(error);
      if (code === undefined) throw error;
      throw fail({ kind: 'no-room', place, reason: `${what} that can't be kept (${code})`, cause: error });
    }
  };
}
