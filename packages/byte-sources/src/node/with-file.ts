import { open } from 'node:fs/promises';
import type { FailureError } from '../byte-failure.ts';
import type { ByteSource } from '../byte-source.ts';
import type { LocalBytes } from './local-bytes.ts';
import { fileErrorCode, type TemporaryFile, temporaryFile } from './temporary-file.ts';

const pieceBytes = 2 ** 22;

/** Bytes from elsewhere, of which a temporary file is written when one is asked for. Closing them closes the source. */
export function withFile(source: ByteSource, fail: FailureError): LocalBytes {
  let written: Promise<TemporaryFile> | undefined;
  return {
    ...source,
    async file(signal) {
      written ??= write(source, fail, signal).catch((error) => {
        // After a cancellation it may be asked for again.
        written = undefined;
        throw error;
      });
      return (await written).path;
    },
    async close() {
      await source.close();
      await (await written?.catch(() => undefined))?.remove();
    },
  };
}

async function write(
  source: ByteSource,
  fail: FailureError,
  signal: AbortSignal | undefined,
): Promise<TemporaryFile> {
  const temporary = await temporaryFile();
  try {
    await using file = await open(temporary.path, 'wx', 0o600);
    for (let at = 0; at < source.size; at += pieceBytes) {
      signal?.throwIfAborted();
      await file.writeFile(await source.read(at, at + pieceBytes));
    }
    return temporary;
  } catch (error) {
    await temporary.remove();
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    const reason = `what has to be a file and can't be kept as one (${code})`;
    throw fail({ kind: 'no-room', place: source.place, reason, cause: error });
  }
}
