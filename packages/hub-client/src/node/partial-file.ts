import { constants, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import type { DownloadSink } from '../download-file.ts';
import { cacheFailure } from './cache-failure.ts';

/** What is needed to write a file that gets its name when it is whole. */
export interface PartialFileOptions {
  /** Where the bytes gather; kept after a failure, so that the next attempt goes on. */
  readonly path: string;
  /** Bytes of the whole file. */
  readonly bytes: number;
  /** Gives the file its name. The bytes are on the disk by then. */
  readonly publish: (path: string) => Promise<void>;
}

/**
 * A file that is written under another name until it is whole. Should two processes write it although they must not, then both
 * write the same bytes at the same places, and one that begins anew takes a new file: what got its name is never touched.
 *
 * @throws DiskFullError when the disk is full (what arrived is thrown away then, to make room), OutputFailedError when
 * nothing can be written.
 */
export async function partialFile(options: PartialFileOptions): Promise<DownloadSink & AsyncDisposable> {
  const { path, bytes } = options;
  const openPartial = () => open(path, constants.O_RDWR | constants.O_CREAT, 0o666);
  let file: FileHandle | undefined = await openPartial().catch((error: unknown) => {
    throw cacheFailure(path, bytes, error);
  });
  let offset = (await file.stat()).size;

  async function discard(): Promise<void> {
    const opened = file;
    file = undefined;
    await opened?.close();
    await rm(path, { force: true });
    offset = 0;
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = cacheFailure(path, bytes - offset, error);
      if ((failure as { readonly code?: string }).code === 'disk-full') await discard().catch(() => {});
      throw failure;
    }
  }

  return {
    bytesThere: async () => offset,
    async *read() {
      const buffer = new Uint8Array(1024 * 1024);
      for (let from = 0; from < offset; ) {
        const { bytesRead } = await file!.read(buffer, 0, Math.min(buffer.length, offset - from), from);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        from += bytesRead;
      }
    },
    append: (piece) =>
      guarded(async () => {
        for (let from = 0; from < piece.length; ) {
          const { bytesWritten } = await file!.write(piece, from, piece.length - from, offset);
          from += bytesWritten;
          offset += bytesWritten;
        }
      }),
    reset: () =>
      guarded(async () => {
        await discard();
        file = await openPartial();
      }),
    finish: () =>
      guarded(async () => {
        await file!.sync();
        const [mine, named] = [await file!.stat(), await stat(path)];
        if (mine.ino !== named.ino || mine.size !== bytes) {
          throw Object.assign(new Error('another process writes the same file'), { code: 'EBUSY' });
        }
        await file!.close();
        file = undefined;
        await options.publish(path);
      }),
    async [Symbol.asyncDispose]() {
      const opened = file;
      file = undefined;
      await opened?.close();
      // An empty one is of no use.
      if (opened && offset === 0) await rm(path, { force: true });
    },
  };
}

/** Renames a whole file to where nothing is, or the same already. */
export async function publishAs(path: string, bytes: number, partial: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.size === bytes) await rm(partial, { force: true });
  else await rename(partial, path);
}
