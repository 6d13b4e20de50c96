import {
  type ByteFailure,
  type ByteSource,
  type FailureError,
  type HttpAnswer,
  type HttpRequest,
  httpRequest,
  defaultHttpPatience as patience,
  persistently,
  printableAddress,
  refusal,
  spoolToBlob,
  totalBytes,
} from '@slowfast/byte-sources';
import { collectBytes, invalid, type OnBytes, type StoredFile } from '../stored-file.ts';
import { announcedBytes, modelFailure, reasonOfAbsence } from './http-failure.ts';
import { modelBlocks } from './model-blocks.ts';

/** Options of {@link httpFile}. */
export interface HttpFileOptions {
  /** Whether it is small and read whole anyway: then it is not asked for its size first. */
  readonly isSmall: boolean;
  /** A file up to this size is read whole when a part of it is asked for. */
  readonly wholeFileBytes: number;
  /** What cancels requests at the moment. */
  readonly signal: () => AbortSignal | undefined;
  readonly onBytes: OnBytes;
}

const never = new AbortController().signal;
/** As much as the browser has room for. */
const spool = spoolToBlob({ maxBytes: Number.POSITIVE_INFINITY });

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
  const place = printableAddress(url);
  const at = { url, place, patience };
  let whole: ByteSource | undefined;
  let known: number | undefined;
  let absence: string | undefined;
  let blocks: ReturnType<typeof modelBlocks> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One request after the other: the first may bring the whole file, and then the next need none. */
  function serially<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  /** Asks, and reads of the answer what is wanted, again and again while that may help. */
  function ask<T>(
    request: Omit<HttpRequest, 'signal'>,
    use: (answer: HttpAnswer) => Promise<T>,
    { cancel = signal() ?? never, fail = modelFailure as FailureError } = {},
  ): Promise<T> {
    const attempt = async () => use(await httpRequest(at, { ...request, signal: cancel }));
    return persistently(attempt, patience, fail, cancel);
  }

  async function requireOk(answer: HttpAnswer): Promise<void> {
    if (answer.status >= 200 && answer.status < 300) return;
    await answer.cancel();
    throw modelFailure(refusal(place, answer));
  }

  async function size(): Promise<number | undefined> {
    known ??= await askSize();
    return known;
  }

  async function askSize(): Promise<number | undefined> {
    // Only HTTP knows ranges; data: and blob: addresses are in memory already.
    if (isSmall || !url.protocol.startsWith('http')) return fetchWhole();
    const found = await ask(
      { range: { start: 0, end: 1 } },
      async (answer) => {
        absence = reasonOfAbsence(answer);
        if (!absence && answer.status === 200) return keepWhole(answer);
        await answer.cancel();
        if (absence) return 'absent';
        if (answer.status === 416) return 0;
        await requireOk(answer);
        return totalBytes(answer.headers) ?? 'hidden';
      },
      { fail: brokenWhole() },
    );
    if (found === 'absent') return undefined;
    return found === 'hidden' ? sizeByHead() : found;
  }

  /** For servers that know ranges but keep from pages of others what the whole is; it may be hidden that they compress. */
  async function sizeByHead(): Promise<number | undefined> {
    const bytes = await ask({ method: 'HEAD' }, async (answer) =>
      answer.status === 200 ? announcedBytes(answer) : undefined,
    );
    return bytes === undefined || bytes <= wholeFileBytes ? fetchWhole() : bytes;
  }

  function fetchWhole(): Promise<number | undefined> {
    const use = async (answer: HttpAnswer) => {
      absence = reasonOfAbsence(answer);
      if (!absence) return keepWhole(answer);
      await answer.cancel();
      return undefined;
    };
    return ask({}, use, { fail: brokenWhole() });
  }

  let loaded = 0;

  /** An answer that breaks off is no absence of the file. */
  function brokenWhole(size?: number): FailureError {
    return (failure: ByteFailure) => {
      if (failure.kind !== 'broken') return modelFailure(failure);
      const found = `an answer that ends after ${loaded}${size === undefined ? '' : ` of ${size}`} bytes`;
      return invalid(place, found, 'a whole file', failure.cause);
    };
  }

  async function keepWhole(answer: HttpAnswer): Promise<number> {
    await requireOk(answer);
    const total = announcedBytes(answer) ?? 0;
    const isLarge = !isSmall && (known === undefined || known > wholeFileBytes);
    loaded = 0;
    async function* counted() {
      for await (const piece of answer.stream()) {
        loaded += piece.length;
        if (isLarge) onBytes(loaded, Math.max(loaded, total));
        yield piece;
      }
    }
    const options = { place, what: 'a file', fail: modelFailure, signal: signal() ?? never };
    whole = await spool(counted(), options);
    return whole.size;
  }

  function fetchRange(start: number, end: number): Promise<Uint8Array> {
    if (whole) return whole.read(start, end);
    const length = end - start;
    const use = async (answer: HttpAnswer): Promise<Uint8Array> => {
      if (answer.status === 200) {
        await keepWhole(answer);
        return whole!.read(start, end);
      }
      await requireOk(answer);
      const bytes = await answer.bytes();
      if (bytes.length === length) return bytes;
      const found = `${bytes.length} bytes for bytes=${start}-${end - 1}`;
      throw invalid(place, found, `${length} bytes, as announced`);
    };
    return ask({ range: { start, end } }, use, { fail: brokenWhole() });
  }

  async function load(cancel: AbortSignal = never): Promise<Uint8Array> {
    cancel.throwIfAborted();
    const bytes = await size();
    if (whole) {
      const all = await whole.read(0, whole.size);
      cancel.throwIfAborted();
      onBytes(all.length, all.length);
      return all;
    }
    if (bytes === undefined) throw invalid(place, 'an empty answer', 'a file');
    const use = async (answer: HttpAnswer) => {
      await requireOk(answer);
      loaded = 0;
      const count = (done: number, total: number) => {
        loaded = done;
        onBytes(done, total);
      };
      return collectBytes(place, bytes, answer.stream(), count, cancel);
    };
    return ask({}, use, { cancel, fail: brokenWhole(bytes) });
  }

  return {
    place,
    size: () => serially(size),
    read: (offset, length) =>
      serially(async () => {
        const bytes = (await size()) ?? 0;
        if (!whole && bytes <= wholeFileBytes) await fetchWhole();
        blocks ??= modelBlocks(whole?.size ?? bytes, fetchRange);
        return blocks(offset, offset + length);
      }),
    bytes: (cancel) => serially(() => load(cancel)),
    missingBecause: () => absence,
  };
}
