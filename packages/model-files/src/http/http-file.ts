import { blobFile } from '../blob-file.ts';
import { collectBytes, invalid, type OnBytes, type StoredFile } from '../stored-file.ts';
import { announcedBytes, ask, reasonOfAbsence, requireOk, totalBytes } from './http-answer.ts';
import { recentBlocks } from './recent-blocks.ts';

/** What {@link httpFile} may be told. */
export interface HttpFileOptions {
  /** Whether it is small and read whole anyway: then it is not asked for its size first. */
  readonly isSmall: boolean;
  /** A file up to this size is read whole when a part of it is asked for. */
  readonly wholeFileBytes: number;
  /** What cancels requests at the moment. */
  readonly signal: () => AbortSignal | undefined;
  readonly onBytes: OnBytes;
}

/**
 * A file on a server. Its size comes with a part of one byte, which unlike HEAD is never that of something compressed; parts
 * come by Range requests, all of it by one request. Where the server knows no ranges, and where the file is not large, it is
 * read whole, once, and kept as a Blob, which the browser may put on the disk; many small looks into a Blob are slow in Chromium. So the blocks
 * that were read last, 4 MiB, are kept either way.
 */
export function httpFile(
  url: URL,
  { isSmall, wholeFileBytes, signal, onBytes }: HttpFileOptions,
): StoredFile {
  const place = url.href;
  let whole: Blob | undefined;
  let known: number | undefined;
  let absence: string | undefined;
  let ranges: ReturnType<typeof recentBlocks> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One request after the other: the first may bring the whole file, and then the next need none. */
  function serially<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  async function size(): Promise<number | undefined> {
    known ??= await askSize();
    return known;
  }

  async function askSize(): Promise<number | undefined> {
    // Only HTTP knows ranges; data: and blob: addresses are in memory already.
    if (isSmall || !url.protocol.startsWith('http')) return fetchWhole();
    const response = await ask(url, partOf('bytes=0-0'), signal());
    absence = reasonOfAbsence(response);
    if (!absence && response.status === 200) return keepWhole(response);
    void response.body?.cancel();
    if (absence) return undefined;
    if (response.status === 416) return 0;
    requireOk(response, url);
    return totalBytes(response) ?? sizeByHead();
  }

  /** For servers that know ranges but keep from pages of others what the whole is; it may be hidden that they compress. */
  async function sizeByHead(): Promise<number | undefined> {
    const response = await ask(url, { method: 'HEAD' }, signal());
    const bytes = response.ok ? announcedBytes(response) : undefined;
    return bytes === undefined || bytes <= wholeFileBytes ? fetchWhole() : bytes;
  }

  async function fetchWhole(): Promise<number | undefined> {
    const response = await ask(url, {}, signal());
    absence = reasonOfAbsence(response);
    if (!absence) return keepWhole(response);
    void response.body?.cancel();
    return undefined;
  }

  async function keepWhole(response: Response): Promise<number> {
    requireOk(response, url);
    const total = announcedBytes(response) ?? 0;
    const isLarge = !isSmall && (known === undefined || known > wholeFileBytes);
    let loaded = 0;
    const counted = response.body?.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(piece, controller) {
          loaded += piece.length;
          if (isLarge) onBytes(loaded, Math.max(loaded, total));
          controller.enqueue(piece);
        },
      }),
    );
    whole = await new Response(counted ?? null).blob().catch((cause: unknown) => {
      signal()?.throwIfAborted();
      throw invalid(place, `an answer that ends after ${loaded} bytes`, 'a whole file', cause);
    });
    return whole.size;
  }

  async function readRange(offset: number, length: number): Promise<Uint8Array> {
    const range = `bytes=${offset}-${offset + length - 1}`;
    const response = whole ? undefined : await ask(url, partOf(range), signal());
    if (response?.status === 200) await keepWhole(response);
    if (whole || !response) return blobFile(whole!, place).read(offset, length);
    requireOk(response, url);
    const bytes = await response.arrayBuffer().catch((cause: unknown) => {
      signal()?.throwIfAborted();
      throw invalid(place, `an answer that breaks off within ${range}`, 'a whole file', cause);
    });
    if (bytes.byteLength === length) return new Uint8Array(bytes);
    throw invalid(place, `${bytes.byteLength} bytes for ${range}`, `${length} bytes, as announced`);
  }

  async function load(cancel: AbortSignal | undefined): Promise<Uint8Array> {
    cancel?.throwIfAborted();
    const bytes = await size();
    if (whole) return blobFile(whole, place, onBytes).bytes(cancel);
    const response = await ask(url, {}, cancel);
    requireOk(response, url);
    if (!response.body || bytes === undefined) throw invalid(place, 'an empty answer', 'a file');
    let loaded = 0;
    const count = (done: number, total: number) => {
      loaded = done;
      onBytes(done, total);
    };
    return collectBytes(place, bytes, response.body, count, cancel).catch((cause: unknown) => {
      cancel?.throwIfAborted();
      if (!(cause instanceof TypeError)) throw cause;
      throw invalid(place, `an answer that ends after ${loaded} of ${bytes} bytes`, 'a whole file', cause);
    });
  }

  return {
    place,
    size: () => serially(size),
    read: (offset, length) =>
      serially(async () => {
        const bytes = (await size()) ?? 0;
        if (!whole && bytes <= wholeFileBytes) await fetchWhole();
        ranges ??= recentBlocks(whole?.size ?? bytes, readRange);
        return ranges(offset, length);
      }),
    bytes: (cancel) => serially(() => load(cancel)),
    missingBecause: () => absence,
  };
}

/** Past the browser's cache: out of a whole answer that was kept compressed, Chromium gives wrong parts. */
function partOf(range: string): RequestInit {
  return { headers: { Range: range }, cache: 'no-store' };
}
