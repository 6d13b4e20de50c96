/** How long a server is waited for, and how often it is asked again. */
export interface HttpPatience {
  /** Longest wait for an answer to begin. */
  readonly answerMs: number;
  /** Longest wait for the next bytes of an answer that has begun. */
  readonly stallMs: number;
  /** Attempts at one thing, all together. */
  readonly attempts: number;
  /** Wait before the second attempt; it doubles with each, and is shortened at random by up to a half. */
  readonly firstDelayMs: number;
  /** Longest wait that a server may ask for (`Retry-After`); where it asks for more, there is no further attempt. */
  readonly longestRetryAfterMs: number;
}

/** What is right for somebody who waits for a video. */
export const defaultHttpPatience: HttpPatience = {
  answerMs: 30_000,
  stallMs: 30_000,
  attempts: 4,
  firstDelayMs: 300,
  longestRetryAfterMs: 60_000,
};

/** Waits; ends with the reason of the signal when that is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
