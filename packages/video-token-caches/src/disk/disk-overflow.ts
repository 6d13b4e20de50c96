import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputFailedError, type Overflow, type OverflowStorage } from '@slowfast/spec';

/** Where {@link diskOverflow} writes. */
export interface DiskOverflowOptions {
  /** A folder that is there, in which temporary ones are made; the system's for such things if absent. */
  readonly folder?: string | undefined;
}

/** What lies in the file. */
interface Piece {
  readonly position: number;
  readonly bytes: number;
}

/**
 * Keeps numbers in a temporary file, one for each opening, which is made by the first write. Where the system allows it, the file has no name any
 * more once it is open, so that nothing stays behind when the process is killed. What is freed is written over by what is as long.
 */
export function diskOverflow({ folder = tmpdir() }: DiskOverflowOptions = {}): OverflowStorage {
  return { open: () => openOverflow(folder) };
}

function openOverflow(parent: string): Overflow {
  const pieces = new Map<number, Piece>();
  const freed = new Map<number, number[]>();
  let file: Promise<{ readonly handle: FileHandle; readonly folder: string }> | undefined;
  let end = 0;
  let lastId = 0;

  const make = async () => {
    const folder = await mkdtemp(join(parent, 'slowfast-features-'));
    try {
      const handle = await open(join(folder, 'values'), 'wx+', 0o600);
      // Where an open file can't be removed, it is when it has been closed.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      return { handle, folder };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  };
  const take = (bytes: number): number => {
    const again = freed.get(bytes)?.pop();
    if (again !== undefined) return again;
    end += bytes;
    return end - bytes;
  };
  const dispose = async () => {
    pieces.clear();
    const opened = await file?.catch(() => undefined);
    file = undefined;
    await opened?.handle.close();
    if (opened) await rm(opened.folder, { recursive: true, force: true });
  };

  return {
    async write(values) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const position = take(bytes.length);
      try {
        file ??= make();
        const { handle } = await file;
        for (let done = 0; done < bytes.length; ) {
          done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
        }
      } catch (cause) {
        const remedy = 'Free some space, or allow more memory for features';
        throw new OutputFailedError({ place: parent, reason: (cause as Error).message, remedy }, { cause });
      }
      lastId += 1;
      pieces.set(lastId, { position, bytes: bytes.length });
      return lastId;
    },
    async read(id) {
      const piece = pieces.get(id);
      const opened = await file;
      if (!piece || !opened) throw new RangeError(`Nothing is kept under ${id}.`);
      const bytes = new Uint8Array(piece.bytes);
      for (let done = 0; done < piece.bytes; ) {
        const { bytesRead } = await opened.handle.read(
          bytes,
          done,
          piece.bytes - done,
          piece.position + done,
        );
        if (bytesRead === 0) {
          throw new OutputFailedError({ place: parent, reason: 'what was written there is gone' });
        }
        done += bytesRead;
      }
      return new Float32Array(bytes.buffer);
    },
    free(id) {
      const piece = pieces.get(id);
      if (!piece) return;
      pieces.delete(id);
      freed.set(piece.bytes, [...(freed.get(piece.bytes) ?? []), piece.position]);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
