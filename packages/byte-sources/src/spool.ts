import type { FailureError } from './byte-failure.ts';
import type { ByteSource } from './byte-source.ts';
import { PassingFailure } from './http/passing-failure.ts';

/** Options of keeping a stream. */
export interface SpoolOptions {
  /** Where it comes from, for messages. */
  readonly place: string;
  /** What it is, for messages, with its article: `a stream`. */
  readonly what: string;
  readonly fail: FailureError;
  readonly signal: AbortSignal;
  /** Looks at the first bytes, as many as `headBytes` or all that there are; what it throws ends the stream. */
  readonly checkHead?: ((head: Uint8Array) => void) | undefined;
}

/** Reads a stream to its end and keeps it, so that it can be read in any order; what is kept goes with `close`. */
export type Spool = (
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options: SpoolOptions,
) => Promise<ByteSource>;

/** How many bytes `checkHead` is shown, where there are as many. */
const headBytes = 4096;

/**
 * The pieces of a stream, whichever kind it is. Whoever leaves early cancels it.
 *
 * @throws what `fail` makes of a stream that fails; a {@link PassingFailure} as it is.
 */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  { place, what, fail, signal }: Omit<SpoolOptions, 'checkHead'>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* 'getReader' in stream ? piecesOfWebStream(stream, signal) : piecesOfIterable(stream, signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof PassingFailure) throw cause;
    const message = cause instanceof Error ? cause.message : `${cause}`;
    throw fail({ kind: 'broken', place, reason: `${what} that failed: ${message}`, cause });
  }
}

async function* piecesOfWebStream(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  const onAbort = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** Streams of Node among them, which `destroy` ends; what is silent is not waited for. */
async function* piecesOfIterable(
  stream: AsyncIterable<Uint8Array> & { readonly destroy?: (reason: Error) => void },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const iterator = stream[Symbol.asyncIterator]();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let isEnded = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      isEnded = done === true;
      if (isEnded) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!isEnded) {
      stream.destroy?.(signal.reason);
      iterator.return?.().catch(() => undefined);
    }
  }
}

/** Shows the first bytes of a stream to `checkHead`, once there are enough. */
export function headCheck(checkHead: ((head: Uint8Array) => void) | undefined) {
  const head = new Uint8Array(headBytes);
  let length = 0;
  let isDone = checkHead === undefined;
  const check = () => {
    isDone = true;
    checkHead?.(head.subarray(0, length));
  };
  return {
    push(piece: Uint8Array): void {
      if (isDone) return;
      const part = piece.subarray(0, headBytes - length);
      head.set(part, length);
      length += part.length;
      if (length === headBytes) check();
    },
    end(): void {
      if (!isDone) check();
    },
  };
}
