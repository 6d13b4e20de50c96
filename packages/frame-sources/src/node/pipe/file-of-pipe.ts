import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isUrl } from '@slowfast/spec';
import { isPipe } from './is-pipe.ts';
import { standardInput } from './read-pipe.ts';
import { spoolPipe } from './spooled-pipe.ts';

/** A temporary file with what came out of a pipe. Whoever has it disposes it, which removes it. */
export interface PipeFile extends AsyncDisposable {
  readonly path: string;
}

/**
 * Reads a pipe into a temporary file, for programs that look at a video more than once: {@link openVideo} takes pipes itself, but
 * what has been read is gone from them.
 *
 * @param place a path or a `file:` URL, e.g. `/dev/stdin`; or `-` for standard input.
 * @returns `undefined` when there is a file, a folder or nothing at the place: then it is used as it is.
 * @throws VideoUnreadableError when the pipe ends without a byte, begins as no video does, or can't be kept.
 */
export async function fileOfPipe(
  place: string | URL,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): Promise<PipeFile | undefined> {
  const path = isUrl(place) || place.startsWith('file:') ? fileURLToPath(place) : place;
  if (path !== standardInput) {
    const status = await stat(path).catch(() => undefined);
    if (!status || !isPipe(path, status)) return undefined;
  }
  const spooled = await spoolPipe(path, signal);
  try {
    return { path: await spooled.file(), [Symbol.asyncDispose]: spooled.close };
  } catch (error) {
    await spooled.close();
    throw error;
  }
}
