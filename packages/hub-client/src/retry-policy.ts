/** How long the hub is waited for, and how often it is asked again. */
export interface RetryPolicy {
  /** Longest wait for an answer to begin. */
  readonly answerMs: number;
  /** Longest wait for the next bytes of an answer that has begun. */
  readonly stallMs: number;
  /** Attempts in a row that bring nothing. */
  readonly attempts: number;
  /** Attempts for one file, whatever they bring. */
  readonly attemptsInAll: number;
  /** Wait before the second attempt; it doubles with each, and is shortened at random by up to a half. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Longest wait that the hub may ask for (`Retry-After`); when it asks for more, there is no further attempt. */
  readonly longestRetryAfterMs: number;
}

/** What is right for people on the internet. */
export const defaultRetryPolicy: RetryPolicy = {
  answerMs: 30_000,
  stallMs: 30_000,
  attempts: 5,
  attemptsInAll: 60,
  firstDelayMs: 500,
  longestDelayMs: 20_000,
  longestRetryAfterMs: 120_000,
};
