const sliceBytes = 4 * 1024 * 1024;

/**
 * The SHA-256 of a Blob's bytes as 64 hexadecimal digits, the same as of the file in Node. Undefined for what is no Blob, and
 * for a Blob that can't be read, such as a file that has changed since it was chosen.
 *
 * Cost: it is read once, two slices of 4 MiB in memory at a time, and the thread is free between slices. Rejects with the
 * signal's reason when it is cancelled.
 */
export async function blobContentHash(
  blob: unknown,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<string | undefined> {
  signal?.throwIfAborted();
  if (!(blob instanceof Blob)) return undefined;
  // The browser's own hash takes everything at once.
  const { createSHA256 } = await import('hash-wasm');
  const hash = (await createSHA256()).init();
  const read = (offset: number) => blob.slice(offset, offset + sliceBytes).arrayBuffer();
  try {
    let next = read(0);
    for (let offset = 0; offset < blob.size; offset += sliceBytes) {
      const slice = await next;
      signal?.throwIfAborted();
      next = read(offset + sliceBytes);
      // A failure is seen when its turn comes.
      next.catch(() => {});
      hash.update(new Uint8Array(slice));
    }
    await next;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
  signal?.throwIfAborted();
  return hash.digest('hex');
}
