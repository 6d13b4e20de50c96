import type { DownloadSink } from '../download-file.ts';
import { pause } from '../pause.ts';
import { cannotWrite, storageFailure } from './storage-failure.ts';
import { removeIn } from './storage-folder.ts';

/** A file that is written in place; the types of pages lack it, since workers alone have it. */
interface AccessHandle {
  getSize(): number;
  read(buffer: Uint8Array, options: { readonly at: number }): number;
  write(buffer: Uint8Array, options: { readonly at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}

interface WritableFile extends FileSystemFileHandle {
  createSyncAccessHandle?(): Promise<AccessHandle>;
  move?(name: string): Promise<void>;
}

/** Whether files can be written in place here: in a dedicated worker. */
export function canWriteInPlace(): boolean {
  const prototype = globalThis.FileSystemFileHandle?.prototype as WritableFile | undefined;
  return prototype?.createSyncAccessHandle !== undefined && prototype.move !== undefined;
}

/** What is needed to write a file that gets its name when it is whole. */
export interface PartialFileOptions {
  readonly folder: FileSystemDirectoryHandle;
  /** Where the bytes gather; kept after a failure, so that the next attempt goes on. */
  readonly partialName: string;
  /** The name of the whole file. */
  readonly name: string;
  /** Bytes of the whole file. */
  readonly bytes: number;
}

// A browser needs a moment to see that whoever held the file is gone.
const openAttempts = 300;
const openPauseMs = 100;

/**
 * A file of this site's storage that is written in place under another name until it is whole: what has arrived survives the
 * end of the worker and of the browser. For dedicated workers.
 *
 * @throws DiskFullError when there is no more room (what arrived is thrown away then, to make some), OutputFailedError when
 * nothing can be written.
 */
export async function partialFile(options: PartialFileOptions): Promise<DownloadSink & AsyncDisposable> {
  const { folder, partialName, name, bytes } = options;
  if (!canWriteInPlace()) {
    throw cannotWrite(
      'files are not written in place here',
      'Call it in a page or a dedicated worker, in a browser of 2024 or later',
    );
  }
  let offset = 0;
  let handle: WritableFile | undefined;
  let opened: AccessHandle | undefined;
  await guarded(async () => {
    handle = (await folder.getFileHandle(partialName, { create: true })) as WritableFile;
    opened = await openInPlace(handle);
    offset = opened.getSize();
  });

  function close(): void {
    opened?.close();
    opened = undefined;
  }

  async function guarded<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = storageFailure(error, bytes - offset);
      if ((failure as { readonly code?: unknown }).code === 'disk-full') {
        close();
        await removeIn(folder, partialName).catch(() => {});
      }
      throw failure;
    }
  }

  return {
    bytesThere: async () => offset,
    async *read() {
      for (let from = 0; from < offset; ) {
        const buffer = new Uint8Array(Math.min(1024 * 1024, offset - from));
        const length = opened!.read(buffer, { at: from });
        if (length === 0) return;
        yield buffer.subarray(0, length);
        from += length;
      }
    },
    append: (piece) =>
      guarded(() => {
        for (let from = 0; from < piece.length; ) {
          const written = opened!.write(piece.subarray(from), { at: offset });
          if (written === 0) throw new DOMException('nothing more is written', 'QuotaExceededError');
          from += written;
          offset += written;
        }
      }),
    reset: () =>
      guarded(() => {
        opened!.truncate(0);
        offset = 0;
      }),
    finish: () =>
      guarded(async () => {
        opened!.flush();
        close();
        // Not every browser moves a file to where one is.
        await removeIn(folder, name);
        await handle!.move!(name);
      }),
    async [Symbol.asyncDispose]() {
      const isOpen = opened !== undefined;
      close();
      // An empty one is of no use.
      if (isOpen && offset === 0) await removeIn(folder, partialName).catch(() => {});
    },
  };
}

async function openInPlace(handle: WritableFile): Promise<AccessHandle> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await handle.createSyncAccessHandle!();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || attempt === openAttempts) throw error;
      await pause(openPauseMs);
    }
  }
}
