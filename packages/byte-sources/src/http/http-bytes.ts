import { createBlockCache, defaultBlockBytes } from '../block-cache.ts';
import type { FailureError } from '../byte-failure.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Spool } from '../spool.ts';
import { printableAddress } from './http-address.ts';
import { defaultHttpPatience, type HttpPatience } from './http-patience.ts';
import { type HttpAnswer, type HttpPlace, httpRequest, refusal, totalBytes } from './http-request.ts';
import { PassingFailure, persistently } from './passing-failure.ts';

/** What {@link httpBytes} needs. */
export interface HttpBytesOptions {
  readonly fail: FailureError;
  /** Keeps what a server sends that answers no ranges. */
  readonly spool: Spool;
  /** Stops opening; later requests end with `close`. */
  readonly signal: AbortSignal;
  /** {@link defaultHttpPatience} if absent. */
  readonly patience?: HttpPatience | undefined;
  /** The platform's if absent. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Looks at the first bytes of what has to be kept; see `SpoolOptions`. */
  readonly checkHead?: ((head: Uint8Array) => void) | undefined;
}

/**
 * The bytes at an address. A server that answers ranges is asked for what is read, in blocks of half a megabyte of which 16 MiB are
 * kept in memory; each answer must be of the file that was opened (its length, `ETag` and `Last-Modified`, as far as they are shown). One
 * that answers none, or hides from other origins how long the file is, is read whole, once, into the given spool.
 *
 * What fails and may pass is asked for again, as the patience says; user and password of an address go into a header. Any address
 * is asked that `fetch` takes, also one of the own network: whoever passes on addresses of strangers checks them first.
 *
 * @throws what `fail` makes of a failure; the reason of the signal.
 */
export async function httpBytes(url: URL, options: HttpBytesOptions): Promise<ByteSource> {
  const { fail, spool, signal, patience = defaultHttpPatience, checkHead } = options;
  const place = printableAddress(url);
  const at: HttpPlace = { url, place, patience, fetch: options.fetch };
  const ask = (range?: { readonly start: number; readonly end: number }) =>
    httpRequest(at, { range, signal });
  const askWhole = async () => {
    const answer = await ask();
    if (answer.status === 200) return answer;
    await answer.cancel();
    throw fail(refusal(place, answer));
  };
  let whole: HttpAnswer | undefined;
  const keepWhole = async () => {
    const answer = whole ?? (await askWhole());
    // What breaks off is asked for anew.
    whole = undefined;
    const what = 'an answer of a server that gives no parts of it';
    return spool(answer.stream(), { place, what, fail, signal, checkHead });
  };

  const found = await persistently(
    async () => {
      const head = await ask({ start: 0, end: defaultBlockBytes }).catch((error) => {
        signal.throwIfAborted();
        // Some servers and browsers refuse to be asked for ranges across origins; what they refuse altogether fails again.
        if (error instanceof PassingFailure && error.failure.cause) return askWhole();
        throw error;
      });
      const total = totalBytes(head.headers);
      if (head.status === 200) return { whole: head };
      if (head.status === 206 && total !== undefined && isPlain(head)) {
        return { total, headers: head.headers, first: await head.bytes() };
      }
      await head.cancel();
      if (head.status === 416 && total === 0)
        return { total, headers: head.headers, first: new Uint8Array(0) };
      if (head.status === 206 || head.status === 416) return { whole: await askWhole() };
      throw fail(refusal(place, head));
    },
    patience,
    fail,
    signal,
  );
  if (!found.whole) return rangedBytes(at, fail, found);
  whole = found.whole;
  return persistently(keepWhole, patience, fail, signal);
}

/** What is known of a file after the first request. */
interface RangedFile {
  readonly total: number;
  readonly headers: Headers;
  readonly first: Uint8Array;
}

function rangedBytes(at: HttpPlace, fail: FailureError, { total, headers, first }: RangedFile): ByteSource {
  const { place, patience } = at;
  const closing = new AbortController();
  const { signal } = closing;
  const changed = () => fail({ kind: 'changed', place, reason: 'the file has changed while it was read' });

  const fetchRange = (start: number, end: number) =>
    persistently(
      async () => {
        const answer = await httpRequest(at, { range: { start, end }, signal });
        const isSame = answer.status === 206 && totalBytes(answer.headers) === total;
        if (!isSame || !isSameVersion(headers, answer.headers) || !isPlain(answer)) {
          await answer.cancel();
          throw answer.status < 300 || answer.status === 416 ? changed() : fail(refusal(place, answer));
        }
        const bytes = await answer.bytes();
        if (bytes.length !== end - start) throw changed();
        return bytes;
      },
      patience,
      fail,
      signal,
    );
  const read = createBlockCache(total, async (start, end) =>
    start === 0 && end === first.length ? first : fetchRange(start, end),
  );
  return {
    place,
    size: total,
    read,
    readOnce: async (start, end) => {
      const stop = Math.min(end, total);
      return stop <= start ? new Uint8Array(0) : fetchRange(start, stop);
    },
    close: async () => closing.abort(),
  };
}

/** Parts of something compressed are no parts of the file. */
function isPlain({ headers }: HttpAnswer): boolean {
  return ['', 'identity'].includes(headers.get('content-encoding') ?? '');
}

/**
 * Whether two answers are of one version of a file. `If-Range` would ask the server to compare; pages of other origins may not send it
 * unasked, and it tells no more.
 */
function isSameVersion(one: Headers, other: Headers): boolean {
  return ['etag', 'last-modified'].every((name) => {
    const [before, after] = [one.get(name), other.get(name)];
    return before === null || after === null || before === after;
  });
}
