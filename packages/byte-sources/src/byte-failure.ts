/** Why bytes can't be had. */
export interface ByteFailure {
  /**
   * `unreachable`: there is no connection, or no answer for long. `refused`: the server says no. `changed`: what is there is no longer
   * what was opened. `broken`: reading failed, broke off or brought nothing more for long. `too-large`, `no-room`: a stream can't be kept.
   */
  readonly kind: 'unreachable' | 'refused' | 'changed' | 'broken' | 'too-large' | 'no-room';
  readonly place: string;
  /** In words, without the place: `the server answered 404 Not Found`. */
  readonly reason: string;
  /** Status of HTTP, where a server refused. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** Makes the error of whoever reads: one that says what the bytes are wanted for. */
export type FailureError = (failure: ByteFailure) => Error;
