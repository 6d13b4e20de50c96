import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError, VideoNotFoundError, VideoUnreadableError } from '@slowfast/spec';
import { sniff, sniffBytes } from '../../index/sniff.ts';
import type { MediaBytes } from '../../media-bytes.ts';
import { fileBytes } from '../file-bytes.ts';
import { readPipe } from './read-pipe.ts';

/** What is kept in memory of a pipe; what is longer goes to a temporary file. */
const mostInMemory = 64 * 2 ** 20;

/** What came out of a pipe, to be read in any order. */
export interface SpooledPipe {
  readonly bytes: MediaBytes;
  /** The path of a file with these bytes: one is written now where they are in memory. It is removed by `close`. */
  file(): Promise<string>;
  /** Frees the memory, or removes the temporary file. Calling it twice is allowed. */
  close(): Promise<void>;
}

/**
 * Reads a pipe to its end: up to 64 MiB in memory, all of it in a temporary file where there is more. What no video begins with
 * ends it at once.
 *
 * @param place a path, or `-` for standard input.
 * @throws VideoUnreadableError when it ends without a byte, begins as no video does, or can't be kept.
 */
export async function spoolPipe(
  place: string,
  signal: AbortSignal,
  memoryBytes = mostInMemory,
): Promise<SpooledPipe> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let isSniffed = false;
  let folder: string | undefined;
  let handle: FileHandle | undefined;
  const path = () => join(folder!, 'video');
  const remove = async () => {
    const kept = folder;
    folder = undefined;
    pieces.length = 0;
    if (kept !== undefined) await rm(kept, { recursive: true, force: true });
  };
  const keep = async (piece: Uint8Array) => {
    length += piece.length;
    if (handle) {
      await handle.writeFile(piece);
      return;
    }
    pieces.push(piece);
    if (length <= Math.max(memoryBytes, sniffBytes)) return;
    folder = await mkdtemp(join(tmpdir(), 'slowfast-pipe-'));
    handle = await open(path(), 'wx', 0o600);
    for (const kept of pieces.splice(0)) await handle.writeFile(kept);
  };
  const requireVideo = () => {
    isSniffed = true;
    const { kind, found } = sniff(Buffer.concat(pieces).subarray(0, sniffBytes));
    if (kind === 'no-video') throw new VideoUnreadableError({ place, found: `${found} in a pipe` });
  };
  try {
    const stream = await readPipe(place, signal).catch((cause) => {
      signal.throwIfAborted();
      throw new VideoNotFoundError({ place, reason: `${cause.code ?? cause}` }, { cause });
    });
    for await (const piece of stream) {
      if (!isSniffed && length + piece.length >= sniffBytes) {
        pieces.push(piece);
        requireVideo();
        pieces.pop();
      }
      await keep(piece);
    }
    signal.throwIfAborted();
    if (length === 0) throw new VideoUnreadableError({ place, found: 'a pipe that ended without a byte' });
    if (!isSniffed) requireVideo();
    await handle?.close();
    handle = undefined;
  } catch (error) {
    await handle?.close();
    await remove();
    signal.throwIfAborted();
    const code = isError(error) && 'code' in error ? `${error.code}` : '';
    if (!/^E[A-Z]+$/.test(code)) throw error;
    throw new VideoUnreadableError({ place, found: `a pipe that can't be kept (${code})` }, { cause: error });
  }
  const inMemory = folder === undefined ? Buffer.concat(pieces.splice(0)) : undefined;
  const kept = inMemory === undefined ? await fileBytes(path()) : undefined;
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      await kept?.close();
      await remove();
    })();
    return closed;
  };
  return {
    bytes: {
      place,
      size: length,
      read: async (start, end) => kept?.read(start, end) ?? new Uint8Array(inMemory!.subarray(start, end)),
      close,
    },
    async file() {
      if (folder === undefined) {
        folder = await mkdtemp(join(tmpdir(), 'slowfast-pipe-'));
        await writeFile(path(), inMemory!, { mode: 0o600 });
      }
      return path();
    },
    close,
  };
}
