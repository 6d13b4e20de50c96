import { HubUnavailableError, type HubUnavailableFacts } from '@slowfast/spec';
import { pause } from './pause.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** A failure that may be gone at the next attempt. */
export class PassingFailure extends Error {
  readonly kind: HubUnavailableFacts['kind'];
  /** What the hub asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** The proxy that is at fault, and where it was named. */
  readonly proxy: string | undefined;

  constructor(
    kind: HubUnavailableFacts['kind'],
    found: string,
    options: ErrorOptions & {
      readonly retryAfterMs?: number | undefined;
      readonly proxy?: string | undefined;
    } = {},
  ) {
    super(found, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.proxy = options.proxy;
  }
}

/** The hub is asked again after a wait. */
export interface HubRetry {
  /** What the last attempt found, e.g. `HTTP 500`. */
  readonly found: string;
  readonly delayMs: number;
}

/** What {@link hubRetries} must know. */
export interface HubRetriesOptions {
  readonly endpoint: string;
  /** What is asked for, for people. */
  readonly what: string;
  readonly retryPolicy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: HubRetry) => void) | undefined;
}

/** Counts the attempts at one thing. */
export interface HubRetries {
  /** The present attempt brought something: those in a row count anew. */
  progressed(): void;
  /**
   * Waits for the next attempt: longer each time, or as long as the hub asks for.
   *
   * @throws the failure itself when it will not pass, the signal's reason, or HubUnavailableError when it was enough.
   */
  again(failure: unknown): Promise<void>;
}

/** Attempts at one thing, none made yet. */
export function hubRetries(options: HubRetriesOptions): HubRetries {
  const { endpoint, what, retryPolicy, signal, onRetry } = options;
  let inRow = 0;
  let inAll = 0;
  return {
    progressed() {
      inRow = 0;
    },
    async again(failure) {
      signal?.throwIfAborted();
      if (!(failure instanceof PassingFailure)) throw failure;
      inRow += 1;
      inAll += 1;
      const delayMs = failure.retryAfterMs ?? backoff(inRow, retryPolicy);
      const isEnough = inRow >= retryPolicy.attempts || inAll >= retryPolicy.attemptsInAll;
      if (isEnough || (failure.retryAfterMs ?? 0) > retryPolicy.longestRetryAfterMs) {
        const { kind, message: found, proxy } = failure;
        throw new HubUnavailableError(
          { kind, endpoint, what, found, attempts: inAll, ...(proxy !== undefined && { proxy }) },
          { cause: failure },
        );
      }
      onRetry?.({ found: failure.message, delayMs });
      await pause(delayMs, signal);
    },
  };
}

function backoff(attempt: number, { firstDelayMs, longestDelayMs }: RetryPolicy): number {
  const delay = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  // Many clients that were refused at once must not come back at once.
  return delay * (1 - Math.random() / 2);
}
