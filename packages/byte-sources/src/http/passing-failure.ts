import type { ByteFailure, FailureError } from '../byte-failure.ts';
import { type HttpPatience, pause } from './http-patience.ts';

/** A failure that may be gone at the next attempt. */
export class PassingFailure extends Error {
  readonly failure: ByteFailure;
  /** What the server asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: ByteFailure, retryAfterMs?: number) {
    super(failure.reason, { cause: failure.cause });
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Makes attempts until one succeeds, with longer and longer waits, or with those that the server asks for.
 *
 * @throws what `fail` makes of the last failure, what is no {@link PassingFailure} at once, or the reason of the signal.
 */
export async function persistently<T>(
  attempt: () => Promise<T>,
  patience: HttpPatience,
  fail: FailureError,
  signal: AbortSignal,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      const { retryAfterMs = backoff(made, patience), failure } = error;
      if (made >= patience.attempts || retryAfterMs > patience.longestRetryAfterMs) throw fail(failure);
      await pause(retryAfterMs, signal);
    }
  }
}

function backoff(made: number, { firstDelayMs }: HttpPatience): number {
  // Many readers that were refused at once must not come back at once.
  return firstDelayMs * 2 ** (made - 1) * (1 - Math.random() / 2);
}
