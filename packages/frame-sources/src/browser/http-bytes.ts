import { VideoNotFoundError } from '@slowfast/spec';
import type { MediaBytes } from '../media-bytes.ts';
import { blobBytes } from './blob-bytes.ts';
import { blockBytes, createBlockCache } from './block-cache.ts';

/** Bytes that a connection brings: reading them may fail though they are whole. */
export interface FetchedBytes extends MediaBytes {
  /** Throws when a read has failed since the last call: what looks like damage then is none. */
  checkReads(): void;
}

/**
 * The bytes at an address. A server that answers ranges is asked for what is read, in blocks of half a megabyte of which 16 MiB are
 * kept in memory. One that doesn't is read whole into a `Blob`, which the browser may keep on disk.
 *
 * @param signal stops the first request; later ones end with {@link MediaBytes.close}.
 * @throws VideoNotFoundError with the reason: the server's status, or the network's failure.
 */
export async function httpBytes(url: URL, place: string, signal: AbortSignal): Promise<FetchedBytes> {
  const head = await request(url, place, signal, { start: 0, end: blockBytes }).catch((error) => {
    signal.throwIfAborted();
    // Some servers and browsers refuse to be asked for ranges across origins; what they refuse altogether fails again.
    if (error.cause) return request(url, place, signal);
    throw error;
  });
  const total = head.status === 206 ? totalOf(head) : undefined;
  if (total === undefined || head.status === 416) {
    // An empty file has no range; elsewhere the length of the file is not shown to pages of other origins.
    if (head.status === 416 && totalOf(head) === 0) return fetchedBlob(new Blob([]), place);
    const isWhole = head.status === 200;
    if (!isWhole) await head.body?.cancel();
    const whole = isWhole ? head : await request(url, place, signal);
    return fetchedBlob(await bodyOf(whole, place, signal, (response) => response.blob()), place);
  }
  const first = await bodyOf(head, place, signal, readBytes);
  return rangedBytes(url, place, total, first);
}

function rangedBytes(url: URL, place: string, size: number, first: Uint8Array): FetchedBytes {
  const closing = new AbortController();
  let failure: unknown;
  const read = createBlockCache(size, async (start, end) => {
    if (start === 0 && end === first.length) return first;
    const response = await retried(() => request(url, place, closing.signal, { start, end }));
    const bytes = await bodyOf(response, place, closing.signal, readBytes);
    if (response.status !== 206 || totalOf(response) !== size || bytes.length !== end - start) {
      throw new VideoNotFoundError({ place, reason: 'the file has changed while it was read' });
    }
    return bytes;
  });
  return {
    place,
    size,
    async read(start, end) {
      try {
        return await read(start, end);
      } catch (error) {
        failure ??= error;
        throw error;
      }
    },
    checkReads() {
      const error = failure;
      failure = undefined;
      if (error) throw error;
    },
    async close() {
      closing.abort();
    },
  };
}

function fetchedBlob(blob: Blob, place: string): FetchedBytes {
  return { ...blobBytes(blob, place), checkReads: () => undefined };
}

/** Once more after a failure: connections that wait for long are cut off. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch {
    return attempt();
  }
}

async function request(
  url: URL,
  place: string,
  signal: AbortSignal,
  range?: { readonly start: number; readonly end: number },
): Promise<Response> {
  // Past the browser's cache: out of a whole answer that was kept compressed, Chromium gives wrong parts.
  const part = range && {
    headers: { Range: `bytes=${range.start}-${range.end - 1}` },
    cache: 'no-store' as const,
  };
  const response = await fetch(url, { ...part, signal }).catch((cause) => {
    throw unreachable(place, signal, cause);
  });
  if (response.ok || (range && response.status === 416)) return response;
  await response.body?.cancel();
  throw new VideoNotFoundError({
    place,
    reason: `the server answered ${`${response.status} ${response.statusText}`.trim()}`,
  });
}

async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

async function bodyOf<T>(
  response: Response,
  place: string,
  signal: AbortSignal,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  return read(response).catch((cause) => {
    throw unreachable(place, signal, cause);
  });
}

function unreachable(place: string, signal: AbortSignal, cause: unknown): unknown {
  if (signal.aborted) return signal.reason;
  const message = cause instanceof Error ? cause.message : `${cause}`;
  return new VideoNotFoundError({ place, reason: `the network failed: ${message}` }, { cause });
}

/** The length of the whole file by `Content-Range`: `bytes 0-99/1234`. */
function totalOf(response: Response): number | undefined {
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
