import type { ByteFailure } from '../byte-failure.ts';
import { askableAddress } from './http-address.ts';
import type { HttpPatience } from './http-patience.ts';
import { PassingFailure } from './passing-failure.ts';

/** A place on a server, and how it is asked. */
export interface HttpPlace {
  readonly url: URL;
  /** Names it in messages. */
  readonly place: string;
  readonly patience: HttpPatience;
  /** The platform's if absent. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** One request. */
export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | undefined;
  /** The bytes to ask for, end excluded; all of them if absent. */
  readonly range?: { readonly start: number; readonly end: number } | undefined;
  readonly signal: AbortSignal;
}

/** An answer whose bytes have not been read. Read it or cancel it. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** The bytes as they come, once. Fails with a {@link PassingFailure} when they stop. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** All of them. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  cancel(): Promise<void>;
}

/** Refusals that pass: too busy, too many requests, a gateway that finds nobody behind it. */
const passingStatuses: readonly number[] = [408, 425, 429, 502, 503, 504];

/**
 * Asks a server once.
 *
 * @throws PassingFailure where asking again may help, or the reason of the signal.
 */
export async function httpRequest(
  { url, place, patience, fetch = globalThis.fetch }: HttpPlace,
  { method = 'GET', range, signal }: HttpRequest,
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const silence = new AbortController();
  const stop = AbortSignal.any([signal, silence.signal]);
  const failed = (cause: unknown, kind: 'unreachable' | 'broken'): unknown => {
    if (signal.aborted) return signal.reason;
    if (silence.signal.aborted) return silence.signal.reason;
    return new PassingFailure({ kind, place, reason: networkReason(cause), cause });
  };
  /** Ends the request when something takes too long. */
  const within = async <T>(
    milliseconds: number,
    [kind, what]: readonly ['unreachable' | 'broken', string],
    work: Promise<T>,
  ): Promise<T> => {
    const reason = `${what} for ${milliseconds / 1000} s`;
    const end = () => silence.abort(new PassingFailure({ kind, place, reason }));
    const timer = setTimeout(end, milliseconds);
    try {
      return await work;
    } catch (cause) {
      throw failed(cause, kind);
    } finally {
      clearTimeout(timer);
    }
  };

  const { address, headers } = askableAddress(url);
  const response = await within(
    patience.answerMs,
    ['unreachable', 'the server gave no answer'],
    fetch(address, {
      method,
      headers: { ...headers, ...(range && { Range: `bytes=${range.start}-${range.end - 1}` }) },
      // Past the browser's cache: out of a whole answer that was kept compressed, Chromium gives wrong parts.
      ...(range && { cache: 'no-store' as const }),
      signal: stop,
    }),
  );
  const { status, statusText } = response;
  if (passingStatuses.includes(status)) {
    await response.body?.cancel().catch(() => undefined);
    throw new PassingFailure(refusal(place, response), retryAfterMs(response.headers));
  }
  const reader = response.body?.getReader() as
    | ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
    | undefined;
  const next = async () => reader && within(patience.stallMs, ['broken', 'nothing more came'], reader.read());
  const cancel = async (reason?: unknown) => {
    await reader?.cancel(reason).catch(() => undefined);
  };
  return {
    status,
    statusText,
    headers: response.headers,
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          async pull(controller) {
            const piece = await next();
            if (piece?.value) controller.enqueue(piece.value);
            else controller.close();
          },
          cancel,
        },
        // No piece is waited for that nobody asked for.
        { highWaterMark: 0 },
      ),
    async bytes() {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (let piece = await next(); piece?.value; piece = await next()) pieces.push(piece.value);
      return joined(pieces);
    },
    cancel,
  };
}

/** What a server said that gives nothing. */
export function refusal(
  place: string,
  { status, statusText }: Pick<HttpAnswer, 'status' | 'statusText'>,
): ByteFailure {
  return {
    kind: 'refused',
    place,
    status,
    reason: `the server answered ${`${status} ${statusText}`.trim()}`,
  };
}

/** Length of the whole file by `Content-Range`: `bytes 0-99/1234`; undefined where the server keeps that from pages of others. */
export function totalBytes(headers: Headers): number | undefined {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** What `fetch` says, and in Node the reason that it keeps behind it. */
function networkReason(error: unknown): string {
  const { message, cause } = (error instanceof Error ? error : { message: `${error}`, cause: undefined }) as {
    readonly message: string;
    readonly cause?: { readonly message?: string; readonly code?: string };
  };
  return `the network failed: ${cause?.message || cause?.code || message}`;
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
