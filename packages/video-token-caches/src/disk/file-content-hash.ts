import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUrl } from '@slowfast/spec';

/**
 * The SHA-256 of a file's bytes as 64 hexadecimal digits; of a folder, that of its files' names and bytes, subfolders
 * left out. Two copies of a video have one hash, wherever they lie and whatever they are called.
 *
 * Undefined when there is nothing to hash: no file, one that can't be read, a pipe (whose bytes would be gone afterwards), or a URL of another kind than `file:`.
 * Whoever opens the video then says what is wrong with it.
 *
 * Cost: the file is read once, in pieces of 64 KiB. Rejects with the signal's reason when it is cancelled.
 */
export async function fileContentHash(
  place: string | URL,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<string | undefined> {
  signal?.throwIfAborted();
  const path = pathOf(place);
  if (path === undefined) return undefined;
  const hash = createHash('sha256');
  try {
    const found = await stat(path);
    if (found.isDirectory()) await addFolder(hash, path, signal);
    else if (found.isFile()) await addFile(hash, path, signal);
    else return undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
  return hash.digest('hex');
}

async function addFolder(hash: Hash, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const entries = await readdir(folder);
  for (const name of entries.sort()) {
    const path = join(folder, name);
    const found = await stat(path);
    if (!found.isFile()) continue;
    // With its length before it, no name or content can pass for another file's.
    hash.update(JSON.stringify([name, found.size]));
    await addFile(hash, path, signal);
  }
}

async function addFile(hash: Hash, path: string, signal: AbortSignal | undefined): Promise<void> {
  for await (const piece of createReadStream(path)) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
  }
}

function pathOf(place: string | URL): string | undefined {
  try {
    if (isUrl(place) || place.startsWith('file:')) return fileURLToPath(place);
    return place;
  } catch {
    return undefined;
  }
}
